import { type Clock, type Logger, messageOf } from '#core';
import { type FlinkMetrics, type Measured, type MetricSink, ofJobs, type Task } from './metrics.ts';
import { named } from './metrics-naming.ts';
import { type Containers, type ContainersSeen, ofContainers } from './metrics-of-containers.ts';
import { isLevel, type Level, ofTasks, type TaskFigures } from './metrics-of-tasks.ts';
import { ofWorkers, WORKER_METRICS } from './metrics-of-workers.ts';
import type { RunningJob } from './running-job.ts';

export interface SamplerNeeds {
  readonly flink: FlinkMetrics;
  readonly sink: MetricSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly containers: Containers;
  /** CPUs that are a KPU's share. */
  readonly kpuCpus: number;
  /** Looked at before each sample. */
  readonly running: () => readonly RunningJob[];
}

/** aws: four snapshots a minute, KPUs once an hour — developer guide, metrics-dimensions */
const EVERY_MS = 15_000;
const KPUS_EVERY_MS = 3_600_000;
/** Operators may register metrics as they go: which there are is asked again every so many samples. */
const LEARN_EVERY = 4;

/** What does not change while a job runs, or seldom. */
interface Known {
  readonly jobId: string;
  readonly tasks: readonly Task[];
  readonly workers: readonly string[];
  /** What Flink lets a TaskManager's process have. */
  readonly processBytes: number | undefined;
  /** Of each task. What was not answered is not asked again until it is learnt anew. */
  readonly names: Map<string, readonly string[]>;
}

interface Memory {
  known?: Known;
  samples: number;
  /** The newest sample is still being taken. */
  busy: boolean;
  cpu?: { readonly at: number; readonly times: ReadonlyMap<number, number> };
  kpusAt?: number;
}

/** Publishes what running applications measure, as AWS's service does by itself, until it is closed. */
export function sampleMetrics(needs: SamplerNeeds): { close(): Promise<void> } {
  const closing = new AbortController();
  const memories = new Map<string, Memory>();
  const underWay = new Set<Promise<void>>();
  const run = async () => {
    const { clock } = needs;
    for (let turn = 0; !closing.signal.aborted; ) {
      turn = Math.max(turn, Math.floor(clock.millis() / EVERY_MS)) + 1;
      const due = turn * EVERY_MS;
      // a timer may be a millisecond early: the sample would be one of the minute before
      while (!closing.signal.aborted && clock.millis() < due)
        await clock.sleep(due - clock.millis(), closing.signal).catch(() => {});
      // not waited for: an application that answers slowly, or not at all, is not to cost the others their samples
      for (const sampling of closing.signal.aborted ? [] : sampleAll(needs, memories)) {
        underWay.add(sampling);
        sampling.then(() => underWay.delete(sampling));
      }
    }
  };
  const running = run();
  return {
    async close() {
      closing.abort();
      needs.flink.close();
      await running;
      await Promise.all(underWay);
    },
  };
}

function sampleAll(needs: SamplerNeeds, memories: Map<string, Memory>): Promise<void>[] {
  const jobs = needs.running();
  const arns = new Set(jobs.map(({ application }) => application.arn));
  for (const arn of memories.keys()) if (!arns.has(arn)) memories.delete(arn);
  return jobs.map(async (job) => {
    const { arn, ref } = job.application;
    const memory = memories.get(arn) ?? { samples: 0, busy: false };
    memories.set(arn, memory);
    if (memory.busy) return;
    memory.busy = true;
    try {
      const at = needs.clock.now();
      const measured = [...kpus(job, memory, at.getTime()), ...(await sample(job, memory, needs))];
      if (measured.length > 0) needs.sink.put(ref.scope, at, measured);
    } catch (thrown) {
      needs.logger.warn({ application: ref.name, reason: messageOf(thrown) }, 'metrics could not be sampled');
    } finally {
      memory.busy = false;
    }
  });
}

/** aws: KPUs in use, with the one for orchestration — developer guide, metrics-dimensions */
function kpus({ application }: RunningJob, memory: Memory, now: number): Measured[] {
  if (memory.kpusAt !== undefined && now - memory.kpusAt < KPUS_EVERY_MS) return [];
  memory.kpusAt = now;
  const { parallelism, perKpu } = application.configuration.parallelism;
  const value = Math.ceil((application.currentParallelism ?? parallelism) / perKpu) + 1;
  return [one('KPUs', 'Count', application.ref.name, value)];
}

const one = (name: string, unit: Measured['unit'], Application: string, value: number): Measured => ({
  name,
  unit,
  dimensions: { Application },
  count: 1,
  sum: value,
  min: value,
  max: value,
});

/** aws: CPU seconds in per cent of the limit, one sample per TaskManager — developer guide, metrics-dimensions. Over its share counts as all. */
async function shares(job: RunningJob, memory: Memory, { containers, kpuCpus, clock }: SamplerNeeds): Promise<number[]> {
  const before = memory.cpu;
  const times = await containers.cpuTimes(job.taskManagers);
  const at = clock.millis();
  memory.cpu = { at, times };
  if (!before || at <= before.at) return [];
  return [...times].flatMap(([pid, ms]) => {
    const earlier = before.times.get(pid);
    return earlier === undefined ? [] : [Math.min(100, (100 * (ms - earlier)) / ((at - before.at) * kpuCpus))];
  });
}

async function lookAt(job: RunningJob, memory: Memory, needs: SamplerNeeds): Promise<Omit<ContainersSeen, 'processBytes'>> {
  const { containers } = needs;
  const { jobManager, taskManagers } = job;
  const [cpu, resources, diskPercent] = await Promise.all([
    shares(job, memory, needs),
    containers.resources(jobManager ? [jobManager, ...taskManagers] : taskManagers),
    containers.diskPercent(),
  ]);
  return { jobManager, taskManagers, resources, diskPercent, shares: cpu };
}

async function sample(job: RunningJob, memory: Memory, needs: SamplerNeeds): Promise<Measured[]> {
  const { flink } = needs;
  const { application, restUrl, jobId } = job;
  const { monitoring, runtime } = application.configuration;
  const level: Level = isLevel(monitoring.metricsLevel) ? monitoring.metricsLevel : 'APPLICATION';
  let known = memory.known?.jobId === jobId ? memory.known : undefined;
  if (!known || !isComplete(known) || memory.samples % LEARN_EVERY === 0) known = await learn(job, flink, known);
  memory.known = known;
  memory.samples++;
  const units = ofJobs(runtime);
  const [seen, state, ofJob, workers, ...tasks] = await Promise.all([
    lookAt(job, memory, needs),
    flink.state(restUrl, jobId),
    flink.figures(restUrl, `/jobs/${jobId}/metrics`, Object.keys(units)),
    flink.figures(restUrl, '/taskmanagers/metrics', known.workers),
    ...known.tasks.map((task) => figuresOf(job, task, known.names.get(task.id) ?? [], level, flink)),
  ]);
  for (const { task, figures } of tasks)
    if (figures.length > 0)
      known.names.set(
        task.id,
        figures.map(({ id }) => id),
      );
  const { name } = application.ref;
  return [
    // Flink says -1 where there is nothing to tell yet
    ...ofJob.filter(({ sum }) => sum >= 0).flatMap(({ id, sum }) => (units[id] ? [one(id, units[id], name, sum)] : [])),
    ...(state ? [one('downtime', 'Milliseconds', name, state.outage)] : []),
    ...ofWorkers(workers, { Application: name }),
    ...ofContainers({ ...seen, processBytes: known.processBytes }, name, new URL(restUrl).hostname),
    // Flink still answers what tasks that are gone have measured last
    ...(state?.running === false ? [] : ofTasks(tasks, name, level)),
  ];
}

/** What Flink was too busy to tell, or does not measure yet, is asked for again at the next sample. */
const isComplete = ({ tasks, workers, names }: Known): boolean =>
  tasks.length > 0 && workers.length > 0 && tasks.every(({ id }) => names.get(id)?.length);

/** What is not answered this time is as it was. */
async function learn({ restUrl, jobId }: RunningJob, flink: FlinkMetrics, before: Known | undefined): Promise<Known> {
  const answered = await flink.tasks(restUrl, jobId);
  const tasks = answered.length > 0 ? answered : (before?.tasks ?? []);
  const names = await Promise.all(
    tasks.map(async ({ id }) => {
      const all = await flink.names(restUrl, `/jobs/${jobId}/vertices/${id}/subtasks/metrics`);
      return [id, all.length > 0 ? all.filter((name) => named(name) !== undefined) : (before?.names.get(id) ?? [])] as const;
    }),
  );
  const there = new Set(await flink.names(restUrl, '/taskmanagers/metrics'));
  const workers = there.size > 0 ? WORKER_METRICS.filter((name) => there.has(name)) : (before?.workers ?? []);
  const [processBytes = before?.processBytes] = await flink.processBytes(restUrl);
  return { jobId, tasks, processBytes, workers, names: new Map(names) };
}

async function figuresOf(
  { restUrl, jobId }: RunningJob,
  task: Task,
  names: readonly string[],
  level: Level,
  flink: FlinkMetrics,
): Promise<TaskFigures> {
  const path = `/jobs/${jobId}/vertices/${task.id}`;
  const single = Array.from({ length: level === 'PARALLELISM' ? task.parallelism : 0 }, (_, i) =>
    names.map((name) => `${i}.${name}`),
  );
  const [figures, subtasks] = await Promise.all([
    flink.figures(restUrl, `${path}/subtasks/metrics`, names),
    single.length > 0 ? flink.figures(restUrl, `${path}/metrics`, single.flat()) : [],
  ]);
  return { task, figures, subtasks };
}
