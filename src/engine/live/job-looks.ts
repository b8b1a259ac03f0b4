import type { Clock } from '#core';
import { type Ask, restAsk } from '../flink-rest/http.ts';
import { restMetrics } from '../flink-rest/metrics.ts';
import type { FlinkMetrics } from '../observe/metrics.ts';
import type { ApplicationRef } from '../ports.ts';
import type { CheckpointDetails, Checkpoints, JobFailures, JobGraph } from '../shapes.ts';
import { checkpointDetailsOf, checkpointsOf } from './checkpoints.ts';
import { failuresOf } from './failures.ts';
import { jobGraphOf, metricNames, tasksOf } from './job-graph.ts';

/** Where the job of an application can be asked. */
export interface JobPlace {
  readonly restUrl: string;
  readonly jobId: string;
  readonly versionId: number;
  /** How often a cluster of the present run was replaced because it had died. */
  readonly relaunches: number;
}

/** A running job as people look at it. Undefined: no job runs, or its JobManager does not answer. */
export interface JobLooks {
  graph(ref: ApplicationRef): Promise<JobGraph | undefined>;
  checkpoints(ref: ApplicationRef): Promise<Checkpoints | undefined>;
  checkpoint(ref: ApplicationRef, id: number): Promise<CheckpointDetails | undefined>;
  failures(ref: ApplicationRef): Promise<JobFailures | undefined>;
}

interface Needs {
  readonly jobAt: (ref: ApplicationRef) => JobPlace | undefined;
  readonly clock: Clock;
  readonly ask?: Ask;
}

/** However many look, Flink is asked once in so long a time; where nobody looks, not at all. */
const FRESH_MS = 2000;
/** Which metrics there are is asked again after so many looks: operators may register them as they go. */
const LEARN_EVERY = 15;
const REMEMBERED = 500;

export function jobLooks({ jobAt, clock, ask = restAsk() }: Needs): JobLooks {
  const metrics = restMetrics(ask);
  const seen = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>();
  const names = new Map<string, KnownNames>();

  const fresh = <T>(key: string, look: () => Promise<T>): Promise<T> => {
    const now = clock.millis();
    for (const [old, { until }] of seen) if (until <= now) seen.delete(old);
    const known = seen.get(key);
    if (known) return known.answer as Promise<T>;
    const answer = look();
    seen.set(key, { until: now + FRESH_MS, answer });
    // a failure is not remembered
    answer.catch(() => seen.delete(key));
    return answer;
  };
  const get = async (url: string): Promise<unknown> => {
    const answer = await ask('GET', url);
    return answer?.status === 200 ? answer.body : undefined;
  };
  const asked = <T>(ref: ApplicationRef, below: string, read: (body: unknown, place: JobPlace) => T): Promise<T | undefined> => {
    const place = jobAt(ref);
    if (!place) return Promise.resolve(undefined);
    const url = `${place.restUrl}/jobs/${place.jobId}${below}`;
    return fresh(url, async () => {
      const body = await get(url);
      return body === undefined ? undefined : read(body, place);
    });
  };

  return {
    graph(ref) {
      const place = jobAt(ref);
      if (!place) return Promise.resolve(undefined);
      const url = `${place.restUrl}/jobs/${place.jobId}`;
      return fresh(url, async () => {
        const [details, job] = await Promise.all([
          get(url),
          metrics.figures(place.restUrl, `/jobs/${place.jobId}/metrics`, ['numRestarts']),
        ]);
        if (details === undefined) return undefined;
        const tasks = tasksOf(details);
        const known = await knownNames(place, tasks, metrics, names);
        const figures = await Promise.all(
          tasks.map(async (task) => {
            const path = `/jobs/${place.jobId}/vertices/${task}/subtasks/metrics`;
            return [task, await metrics.figures(place.restUrl, path, known.get(task) ?? [])] as const;
          }),
        );
        return jobGraphOf(details, new Map(figures), {
          restarts: (job[0]?.sum ?? 0) + place.relaunches,
          versionId: place.versionId,
          at: clock.millis(),
        });
      });
    },
    checkpoints: (ref) => asked(ref, '/checkpoints', checkpointsOf),
    checkpoint: (ref, id) => asked(ref, `/checkpoints/details/${id}`, checkpointDetailsOf),
    failures: (ref) => asked(ref, '/exceptions?maxExceptions=20', failuresOf),
  };
}

interface KnownNames {
  looks: number;
  readonly ofTasks: ReadonlyMap<string, readonly string[]>;
}

async function knownNames(
  { restUrl, jobId }: JobPlace,
  tasks: readonly string[],
  metrics: FlinkMetrics,
  all: Map<string, KnownNames>,
): Promise<KnownNames['ofTasks']> {
  const known = all.get(jobId);
  const complete = known && tasks.every((task) => (known.ofTasks.get(task)?.length ?? 0) > 0);
  if (known && complete && known.looks++ % LEARN_EVERY !== LEARN_EVERY - 1) return known.ofTasks;
  const ofTasks = new Map(
    await Promise.all(
      tasks.map(async (task) => {
        const there = await metrics.names(restUrl, `/jobs/${jobId}/vertices/${task}/subtasks/metrics`);
        return [task, metricNames(there)] as const;
      }),
    ),
  );
  if (all.size >= REMEMBERED) all.clear();
  all.set(jobId, { looks: 0, ofTasks });
  return ofTasks;
}
