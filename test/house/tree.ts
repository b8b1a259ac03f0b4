import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Made by tools, or somebody else's: not written by hand here. */
const NOT_OURS = new Set(['node_modules', '.git', '.millrace', 'dist', 'target', 'coverage', '.idea', '.vscode']);

/** Every file of the checkout, with `/` between folders, relative to its root. */
export function files(below = ''): string[] {
  return readdirSync(join(ROOT, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) || entry.name.startsWith('dist.') ? [] : files(path);
    return entry.isFile() && !entry.name.endsWith('.log') && entry.name !== '.DS_Store' ? [path] : [];
  });
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** `src/api` is generated and `models` are AWS's: neither is written by hand. */
export const handWritten = (path: string): boolean => !/^(src\/api|models)\//.test(path) && path !== 'package-lock.json';

export const isCode = (path: string): boolean => /\.(ts|tsx|mts|cts|js|mjs|cjs|java|py|sh)$/.test(path);

/** Where `pattern` is found, as `path:line: text`. */
export function sightings(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}
