import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './tree.ts';

const shapes = globSync('src/*/shapes.ts', { cwd: ROOT });

// the pages in the browser read these files as well: what had code or imports would take the server there
it.each(shapes)('%s is types only, and imports nothing', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  expect(text.match(/^(?:import|export (?!type|interface)).*$/gm)).toBeNull();
});

it('there are some', () => {
  expect(shapes.length).toBeGreaterThan(1);
});
