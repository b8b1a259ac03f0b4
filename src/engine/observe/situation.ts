import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Checkpoint, ClusterDriver, ClusterLook } from '../drivers/contract.ts';
import type { Application, Wanted } from '../ports.ts';
import type { CpuWatch, Load, ScalingRule } from '../scaling.ts';
import type { Notes, SavepointNotes } from '../status.ts';
import type { FlinkJobs, JobLook, SavepointLook } from './flink.ts';

/** What is, as far as it can be seen. Looking changes nothing. */
export interface Situation {
  readonly application: Application;
  readonly notes: Notes;
  /** The configuration the running attempt was made from. */
  readonly running: Wanted | undefined;
  /** The cluster's processes, if they are of the attempt the notes speak of. */
  readonly cluster: ClusterLook | undefined;
  /** Processes of this application that the notes know nothing of. */
  readonly stray: boolean;
  readonly job: JobLook | undefined;
  /** How many TaskManagers have registered; asked only while a job is waited for. */
  readonly workers: number | undefined;
  /** The fate of the savepoint in the notes. */
  readonly savepoint: SavepointLook | undefined;
  /** What this process is doing for the application right now. */
  readonly busy: 'launch' | undefined;
  /** The newest completed checkpoint of any attempt; looked for only when a dead cluster is to be replaced. */
  readonly checkpoint: Checkpoint | undefined;
  /** What the processes' CPU figures say; undefined while there are none. */
  readonly load: Load | undefined;
  readonly maxKpus: number;
  /** How many TaskManagers this machine can hold. */
  readonly machineKpus: number;
  /** How long main() may take. */
  readonly submitLimitMs: number;
  /** What of this Millrace goes into the processes it starts; undefined: unknown. */
  readonly build: string | undefined;
  readonly now: number;
}

export interface Eyes {
  /** The datapoints so far, and the rule they are judged by; absent: nothing is scaled. */
  readonly watch?: { readonly cpu: CpuWatch; readonly rule: ScalingRule } | undefined;
  readonly driver: ClusterDriver;
  readonly flink: FlinkJobs;
  readonly machineKpus: number;
  readonly submitLimitMs: number;
  readonly build?: string;
}

export const isAlive = (look: ClusterLook | undefined): boolean => look?.jobManager?.alive === true;

export async function observe(
  application: Application,
  notes: Notes,
  running: Wanted | undefined,
  busy: Situation['busy'],
  now: number,
  { driver, flink, watch, machineKpus, submitLimitMs, build }: Eyes,
): Promise<Situation> {
  const look = await driver.look(application.clusterId);
  const known = notes.cluster !== undefined && look?.attempt === notes.cluster.attempt;
  const cluster = known ? look : undefined;
  const anyAlive = look !== undefined && (isAlive(look) || look.taskManagers.some((p) => p.alive));
  const url = isAlive(cluster) ? cluster?.restUrl : undefined;
  const awaited = url !== undefined && notes.cluster?.phase === 'submitted';
  const [job, workers] = await Promise.all([
    url && notes.cluster ? flink.job(url, notes.cluster.jobId) : undefined,
    awaited ? flink.workers(url) : undefined,
  ]);
  const savepoint = notes.savepoint && (await savepointLook(notes.savepoint, url, notes.cluster?.jobId, flink));
  const checkpoint = notes.cluster?.failure ? await driver.lastCheckpoint(application.clusterId) : undefined;
  const load = cluster && watch && isAlive(cluster) ? await loadOf(cluster, now, driver, watch) : undefined;
  const maxKpus = watch?.rule.maxKpus ?? 0;
  const seen = { cluster, stray: anyAlive && !known, job, workers, savepoint, checkpoint, load };
  return { application, notes, running, busy, now, maxKpus, machineKpus, submitLimitMs, build, ...seen };
}

async function loadOf(
  { attempt, taskManagers }: ClusterLook,
  now: number,
  driver: ClusterDriver,
  { cpu, rule }: NonNullable<Eyes['watch']>,
): Promise<Load | undefined> {
  if (cpu.due(attempt, now, rule)) cpu.add(attempt, now, await driver.cpuTimes(taskManagers.filter((each) => each.alive)), rule);
  return cpu.load(rule);
}

/** Flink tells what became of a trigger as long as the JobManager lives; afterwards the directory does. */
async function savepointLook(
  notes: SavepointNotes,
  restUrl: string | undefined,
  jobId: string | undefined,
  flink: FlinkJobs,
): Promise<SavepointLook | undefined> {
  const told = restUrl && jobId ? await flink.savepointOf(restUrl, jobId, notes.triggerId) : undefined;
  return told ?? (await savepointOnDisk(notes.directory));
}

/** A savepoint is complete once its `_metadata` is there: Flink writes it last, and moves it in place. */
export async function savepointOnDisk(directory: string): Promise<SavepointLook | undefined> {
  const entries = await readdir(directory).catch(() => [] as string[]);
  for (const entry of entries.filter((name) => name.startsWith('savepoint-'))) {
    const path = join(directory, entry);
    if (
      await stat(join(path, '_metadata')).then(
        (found) => found.isFile(),
        () => false,
      )
    ) {
      return { state: 'completed', path: pathToFileURL(path).href };
    }
  }
  return undefined;
}
