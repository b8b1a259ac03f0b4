import { readdir, rm, stat } from 'node:fs/promises';
import type { Checkpoint } from '../contract.ts';

/** Completed checkpoints below `<checkpoints>/<jobId>/chk-<n>/_metadata`, the newest first. Flink writes `_metadata` last. */
export async function completedCheckpoints(directory: string): Promise<Checkpoint[]> {
  const found: Checkpoint[] = [];
  for (const jobId of await readdir(directory).catch(() => [])) {
    for (const name of await readdir(`${directory}/${jobId}`).catch(() => [])) {
      const id = /^chk-(\d+)$/.exec(name)?.[1];
      if (!id) continue;
      const path = `${directory}/${jobId}/${name}`;
      const metadata = await stat(`${path}/_metadata`).catch(() => undefined);
      if (metadata?.size) found.push({ path, jobId, id: Number(id), completedAt: metadata.mtime });
    }
  }
  return found.sort((a, b) => b.completedAt.getTime() - a.completedAt.getTime() || b.id - a.id);
}

/** Deletes checkpoints of jobs nobody restores from any more: all but `jobIds` and whatever `restorePath` lies in. */
export async function pruneCheckpoints(
  directory: string,
  jobIds: readonly string[],
  restorePath: string | undefined,
): Promise<void> {
  for (const jobId of await readdir(directory).catch(() => [])) {
    if (jobIds.includes(jobId) || restorePath?.includes(`/${jobId}/`)) continue;
    await rm(`${directory}/${jobId}`, { recursive: true, force: true });
  }
}
