import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { completedCheckpoints, pruneCheckpoints } from './checkpoints.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-checkpoints-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function checkpoint(job: string, id: number, at: number, size = 1): Promise<void> {
  const directory = join(root, job, `chk-${id}`);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, '_metadata'), 'x'.repeat(size));
  await utimes(join(directory, '_metadata'), at, at);
}

it('only completed checkpoints count, the newest first, and pruning keeps what is named', async () => {
  await checkpoint('job-a', 9, 100);
  await checkpoint('job-b', 2, 200);
  await checkpoint('job-b', 3, 300, 0);
  await mkdir(join(root, 'job-b', 'chk-4'), { recursive: true });
  await mkdir(join(root, 'job-b', 'shared'), { recursive: true });
  await checkpoint('job-c', 1, 50);
  const found = await completedCheckpoints(root);
  expect(found.map(({ jobId, id }) => `${jobId}/${id}`)).toEqual(['job-b/2', 'job-a/9', 'job-c/1']);
  await pruneCheckpoints(root, ['job-b'], `${root}/job-c/chk-1`);
  expect((await readdir(root)).sort()).toEqual(['job-b', 'job-c']);
  expect(await completedCheckpoints(join(root, 'nowhere'))).toEqual([]);
});
