import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface SavepointFile {
  readonly path: string;
  /** With `/` between its parts, from the directory. */
  readonly name: string;
  readonly bytes: number;
}

/** Every file below a directory; none where there is no such directory. */
export async function filesIn(directory: string): Promise<SavepointFile[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = paths.map(async (path) => ({
    path,
    name: relative(directory, path).split(sep).join('/'),
    bytes: (await stat(path)).size,
  }));
  return Promise.all(files);
}

export const bytesIn = async (directory: string): Promise<number> =>
  (await filesIn(directory)).reduce((sum, file) => sum + file.bytes, 0);
