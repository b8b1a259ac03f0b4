import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type {
  Checkpoint,
  ClusterDriver,
  ClusterExit,
  ClusterLook,
  ClusterSpec,
  FlinkJobs,
  JobLook,
  SavepointLook,
} from '#engine';

interface FakeCluster {
  spec: ClusterSpec;
  jobManager: boolean;
  taskManagers: boolean[];
  exit: ClusterExit | undefined;
  job: { state: JobLook['state']; tasksUp: boolean; restarts: number; failure?: { message: string; trace: string } } | undefined;
  savepoints: Map<string, SavepointLook>;
  waiters: (() => void)[];
}

/** Flink and its driver, pretended: it lives outside of the supervisor, as real processes do, and has knobs for what can go wrong. */
export class FakeFlink implements ClusterDriver, FlinkJobs {
  readonly clusters = new Map<string, FakeCluster>();
  readonly started: ClusterSpec[] = [];
  readonly levels: string[] = [];
  removed: string[] = [];
  prepareFails: Error | undefined;
  startFails: Error | undefined;
  /** What main() throws in the attempts to come. */
  mainThrows: { reason: string; trace: string } | undefined;
  /** main() throws in clusters that are more parallel than this. */
  throwsAbove = Number.POSITIVE_INFINITY;
  /** The next jobs get no further than this by themselves. */
  jobsStayAt: 'nothing' | 'CREATED' | undefined;
  /** The next jobs are in a restart loop. */
  crashLoop = false;
  savepointFails: string | undefined;
  savepointsHang = false;
  checkpoint: Checkpoint | undefined;
  /** What every TaskManager has used. */
  cpuMs = 0;
  maxParallelism: number | undefined;
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<FakeFlink> {
    return new FakeFlink(await mkdtemp(join(tmpdir(), 'fake-flink-')));
  }

  /** The only cluster there is. */
  get only(): FakeCluster {
    const [cluster] = [...this.clusters.values()];
    if (!cluster) throw new Error('there is no cluster');
    return cluster;
  }

  killJobManager(exit: Partial<ClusterExit> = { signal: 'SIGKILL' }): void {
    const { only } = this;
    only.jobManager = false;
    only.taskManagers = only.taskManagers.map(() => false);
    only.exit = { code: undefined, signal: undefined, reason: undefined, trace: undefined, lastLines: [], ...exit };
    this.#notify(only);
  }

  killTaskManager(): void {
    this.only.taskManagers[0] = false;
    this.#notify(this.only);
  }

  async prepare(): Promise<void> {
    if (this.prepareFails) throw this.prepareFails;
  }

  async start(spec: ClusterSpec): Promise<ClusterLook> {
    if (this.startFails) throw this.startFails;
    this.started.push(spec);
    const tooParallel = spec.parallelism > this.throwsAbove && { reason: 'java.lang.Error: too parallel', trace: 'at a.b' };
    const throws = this.mainThrows ?? (tooParallel || undefined);
    const cluster: FakeCluster = {
      spec,
      jobManager: !throws,
      taskManagers: Array.from({ length: spec.taskManagers }, () => true),
      exit: throws && { code: 1, signal: undefined, lastLines: [], ...throws },
      job:
        throws || this.jobsStayAt === 'nothing'
          ? undefined
          : {
              state: this.jobsStayAt ?? 'RUNNING',
              tasksUp: this.jobsStayAt === undefined && !this.crashLoop,
              restarts: this.crashLoop ? 3 : 0,
            },
      savepoints: new Map(),
      waiters: [],
    };
    this.clusters.set(spec.clusterId, cluster);
    return this.#lookAt(cluster);
  }

  async ensure(spec: ClusterSpec): Promise<ClusterLook> {
    const cluster = this.#cluster(spec.clusterId);
    cluster.taskManagers = cluster.taskManagers.map(() => true);
    return this.#lookAt(cluster);
  }

  async look(clusterId: string): Promise<ClusterLook | undefined> {
    const cluster = this.clusters.get(clusterId);
    return cluster && this.#lookAt(cluster);
  }

  async list(): Promise<ClusterLook[]> {
    return [...this.clusters.values()].map((cluster) => this.#lookAt(cluster));
  }

  async stop(clusterId: string): Promise<void> {
    const cluster = this.clusters.get(clusterId);
    if (!cluster) return;
    cluster.jobManager = false;
    cluster.taskManagers = cluster.taskManagers.map(() => false);
    cluster.job = undefined;
    this.#notify(cluster);
  }

  wait(clusterId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#cluster(clusterId).waiters.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async cpuTimes(processes: readonly { pid: number }[]): Promise<Map<number, number>> {
    return new Map(processes.map(({ pid }) => [pid, this.cpuMs]));
  }

  async resources(): Promise<Awaited<ReturnType<ClusterDriver['resources']>>> {
    return new Map();
  }

  async diskPercent(): Promise<undefined> {}

  async setLogLevel(_clusterId: string, level: string): Promise<void> {
    this.levels.push(level);
  }

  async lastCheckpoint(): Promise<Checkpoint | undefined> {
    return this.checkpoint;
  }

  async remove(clusterId: string): Promise<void> {
    await this.stop(clusterId);
    this.clusters.delete(clusterId);
    this.removed.push(clusterId);
  }

  async job(_url: string, jobId: string): Promise<JobLook | undefined> {
    const cluster = this.#byJob(jobId);
    if (!cluster?.job || !cluster.jobManager) return undefined;
    const { state, tasksUp, restarts, failure } = cluster.job;
    const { maxParallelism } = this;
    return {
      state,
      allTasksRunning: tasksUp,
      restarts,
      ...(failure && { failure }),
      ...(maxParallelism !== undefined && { maxParallelism }),
    };
  }

  async plan(_url: string, jobId: string): Promise<string | undefined> {
    return JSON.stringify({ jid: jobId, name: 'fake', nodes: [] });
  }

  async savepoint(
    _url: string,
    jobId: string,
    { triggerId, directory, stop }: { triggerId: string; directory: string; stop: boolean },
  ) {
    const cluster = this.#byJob(jobId);
    if (!cluster?.job) throw new Error(`there is no job ${jobId}`);
    if (cluster.savepoints.has(triggerId)) return { triggerId };
    if (this.savepointsHang) {
      cluster.savepoints.set(triggerId, { state: 'in-progress' });
    } else if (this.savepointFails !== undefined) {
      cluster.savepoints.set(triggerId, { state: 'failed', reason: this.savepointFails });
    } else {
      const path = join(fileURLToPath(directory), `savepoint-${triggerId.slice(0, 6)}`);
      await mkdir(path, { recursive: true });
      await writeFile(join(path, '_metadata'), 'fake');
      cluster.savepoints.set(triggerId, { state: 'completed', path: pathToFileURL(path).href });
      if (stop) cluster.job = { state: 'FINISHED', tasksUp: false, restarts: 0 };
    }
    return { triggerId };
  }

  async workers(): Promise<number | undefined> {
    const [cluster] = [...this.clusters.values()];
    return cluster?.jobManager ? cluster.taskManagers.filter(Boolean).length : undefined;
  }

  async savepointOf(_url: string, jobId: string, triggerId: string): Promise<SavepointLook | undefined> {
    return this.#byJob(jobId)?.savepoints.get(triggerId);
  }

  async close(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  #cluster(clusterId: string): FakeCluster {
    const cluster = this.clusters.get(clusterId);
    if (!cluster) throw new Error(`there is no cluster ${clusterId}`);
    return cluster;
  }

  #byJob(jobId: string): FakeCluster | undefined {
    return [...this.clusters.values()].find((cluster) => cluster.spec.jobId === jobId);
  }

  #lookAt({ spec, jobManager, taskManagers, exit }: FakeCluster): ClusterLook {
    const process = (name: string, pid: number, alive: boolean) => ({ name, pid, alive, startedAt: new Date(0) });
    const directory = join(this.root, spec.clusterId, `attempt-${spec.attempt}`);
    return {
      clusterId: spec.clusterId,
      attempt: spec.attempt,
      generation: spec.generation,
      runtime: spec.runtime,
      jobId: spec.jobId,
      jobManager: process('jobmanager', 100, jobManager),
      taskManagers: taskManagers.map((alive, i) => process(`taskmanager-${i + 1}`, 200 + i, alive)),
      restUrl: jobManager ? 'http://127.0.0.1:1' : undefined,
      logFiles: [],
      directory,
      checkpointDirectory: join(this.root, spec.clusterId, 'checkpoints'),
      savepointDirectory: join(this.root, spec.clusterId, 'savepoints'),
      ...(exit && !jobManager && { exit }),
    };
  }

  #notify(cluster: FakeCluster): void {
    for (const wake of cluster.waiters.splice(0)) wake();
  }
}
