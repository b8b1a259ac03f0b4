import type { Layout } from '../../flink-config/layout.ts';
import type { ClusterLook } from '../contract.ts';
import { exitOf } from './exit.ts';
import { logFilesOf } from './files.ts';
import type { Keeper } from './keeper.ts';
import type { ClusterRecord } from './record.ts';

/** What is there of an attempt, by its files and its processes. Reads only. */
export async function lookAt(record: ClusterRecord, layout: Layout, keeper: Keeper, marker: string): Promise<ClusterLook> {
  const processes = await keeper.processes(layout, marker);
  const jobManager = processes.find((each) => each.name === 'jobmanager');
  const of = (kind: string) => `${layout.log}/jobmanager.${kind}`;
  const files = { log: of('log'), stdout: of('out'), stderr: of('err') };
  return {
    clusterId: record.clusterId,
    attempt: record.attempt,
    generation: record.generation,
    runtime: record.runtime,
    jobId: record.jobId,
    jobManager,
    taskManagers: processes.filter((each) => each !== jobManager),
    restUrl: jobManager?.alive ? `http://127.0.0.1:${record.restPort}` : undefined,
    logFiles: await logFilesOf(layout),
    directory: layout.attempt,
    checkpointDirectory: layout.checkpoints,
    savepointDirectory: layout.savepoints,
    ...(jobManager?.alive ? {} : { exit: await exitOf(files, jobManager && keeper.ended(jobManager.pid)) }),
  };
}
