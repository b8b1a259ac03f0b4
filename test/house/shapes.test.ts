import { expect, it } from 'vitest';
import { files, read } from './tree.ts';

const shapes = files('src').filter((path) => /^src\/[^/]+\/shapes\.ts$/.test(path));

// the pages in the browser read these files as well: what had code or imports would take the server there
it.each(shapes)('%s is types only, and imports nothing', (path) => {
  expect(read(path).match(/^(?:import|export (?!type|interface)).*$/gm)).toBeNull();
});

it('there are some', () => {
  expect(shapes.length).toBeGreaterThan(1);
});
