import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const missing = (failure: unknown): boolean => (failure as NodeJS.ErrnoException).code === 'ENOENT';

/** The names in a folder; none where there is no folder. */
export async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (failure) {
    if (missing(failure)) return [];
    throw failure;
  }
}

/** An empty file in a folder that may have to be made first; both names are durable if `fsync`. */
export async function createFile(folder: string, path: string, fsync: boolean): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(path, constants.O_CREAT | constants.O_WRONLY, 0o600);
  await handle.close();
  if (!fsync) return;
  await syncFolder(folder);
  if (made === undefined) return;
  // every folder that was made is a name in the one above it
  for (let child = folder; child.length >= made.length; child = dirname(child)) await syncFolder(dirname(child));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const sizeOfFile = async (path: string): Promise<number> => (await stat(path)).size;
export const removeFile = (path: string): Promise<void> => rm(path, { force: true });
export const removeTree = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Writes at a place of a file, which is made if need be; what is behind it goes. `fsync`: durably. */
export async function writeFrom(path: string, position: number, bytes: Buffer, fsync = false): Promise<void> {
  const handle = await open(path, constants.O_CREAT | constants.O_WRONLY, 0o600);
  try {
    await handle.truncate(position);
    await handle.write(bytes, 0, bytes.length, position);
    if (fsync) await handle.sync();
  } finally {
    await handle.close();
  }
}
