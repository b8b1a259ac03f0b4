import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const DIST = resolve(import.meta.dirname, '../../console/dist');

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

it('the first view takes at most 300 kB of compressed script', () => {
  const manifest = JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const each of chunk.imports ?? []) visit(each);
  };
  visit('index.html');
  const size = (file: string) =>
    statSync(join(DIST, `${file}.gz`), { throwIfNoEntry: false })?.size ?? statSync(join(DIST, file)).size;
  const scripts = [...files].filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.reduce((sum, file) => sum + size(file), 0)).toBeLessThanOrEqual(300_000);
});
