import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '#core';
import { classDataStore } from './class-data.ts';
import type { Run } from './run.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'class-data-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('does not keep whoever ends waiting for an archive that takes long', async () => {
  const list = join(directory, 'classes');
  await writeFile(list, Array.from({ length: 9000 }, (_, i) => `a/B${i}\n`).join(''));
  let begun = (): void => {};
  const dumping = new Promise<void>((resolve) => {
    begun = resolve;
  });
  // never done by itself, as on a machine that has no time for what is nice
  const endless: Run = (_command, _args, { signal }) =>
    new Promise((resolve) => {
      begun();
      signal?.addEventListener('abort', () => resolve({ code: null, stdout: '', stderr: '', missing: false }));
    });
  const store = classDataStore(join(directory, 'archives'), silentLogger, endless, 0);
  const { made } = store.learn({ executable: 'java', feature: 17, version: '17' }, [], [list]);
  await dumping;
  await store.close();
  await made;
  expect(await readdir(join(directory, 'archives'))).toEqual([]);
});
