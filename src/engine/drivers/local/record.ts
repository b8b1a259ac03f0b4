import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Layout } from '../../flink-config/layout.ts';
import type { RuntimeName } from '../contract.ts';

/** What is written down of an attempt before its first process is spawned. No secrets: tokens travel in the environment only. */
export interface ClusterRecord {
  readonly clusterId: string;
  readonly attempt: number;
  readonly generation: number;
  readonly runtime: RuntimeName;
  readonly jobId: string;
  readonly restPort: number;
  readonly rpcPort: number;
  readonly taskManagers: number;
}

export interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  readonly birth: string;
  readonly startedAt: number;
}

export async function writeAtomically(path: string, text: string, mode = 0o600): Promise<void> {
  const next = `${path}.next`;
  await writeFile(next, text, { mode });
  await rename(next, path);
}

const readJson = async <T>(path: string): Promise<T | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
};

export const writeRecord = (layout: Layout, record: ClusterRecord): Promise<void> =>
  writeAtomically(layout.record, JSON.stringify(record, undefined, 1));

export const readRecord = (layout: Layout): Promise<ClusterRecord | undefined> => readJson<ClusterRecord>(layout.record);

const pidFile = (layout: Layout, name: string) => `${layout.attempt}/${name}.pid`;

export const writeProcess = (layout: Layout, record: ProcessRecord): Promise<void> =>
  writeAtomically(pidFile(layout, record.name), JSON.stringify(record));

export const forgetProcess = (layout: Layout, name: string): Promise<void> => rm(pidFile(layout, name), { force: true });

export async function readProcesses(layout: Layout): Promise<ProcessRecord[]> {
  const names = await readdir(layout.attempt).catch(() => []);
  const files = names.filter((name) => name.endsWith('.pid')).sort();
  const records = await Promise.all(files.map((name) => readJson<ProcessRecord>(`${layout.attempt}/${name}`)));
  return records.filter((record) => record !== undefined);
}

/** The attempts that have a directory, the newest first. */
export async function attemptsOf(clusterDirectory: string): Promise<number[]> {
  const names = await readdir(clusterDirectory).catch(() => []);
  return names
    .flatMap((name) => /^attempt-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

export async function clusterIds(root: string): Promise<string[]> {
  await mkdir(root, { recursive: true });
  const entries = await readdir(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
