import { causeOf } from '../cause.ts';
import type { FlinkJobs, JobLook } from '../observe/flink.ts';
import { type FlinkClient, flinkClient, type JobDetails, type JobException } from './client.ts';
import { type Ask, restAsk } from './http.ts';

const STATES = [
  'INITIALIZING',
  'CREATED',
  'RUNNING',
  'FAILING',
  'FAILED',
  'CANCELLING',
  'CANCELED',
  'FINISHED',
  'RESTARTING',
  'SUSPENDED',
  'RECONCILING',
] as const satisfies readonly JobLook['state'][];

const DONE = new Set(['RUNNING', 'FINISHED']);

/** A job details page, its restart count and its newest failure as the engine wants them. Pure. */
export function jobLookOf(details: JobDetails, restarts: number, failures: readonly JobException[]): JobLook | undefined {
  const state = STATES.find((each) => each === details.state);
  if (!state) return undefined;
  const newest = failures[0];
  const limits = details.vertices.flatMap((vertex) => vertex.maxParallelism ?? []);
  return {
    state,
    ...(limits.length > 0 && { maxParallelism: Math.min(...limits) }),
    allTasksRunning: details.vertices.length > 0 && details.vertices.every((vertex) => DONE.has(vertex.status)),
    restarts,
    ...(newest && { failure: { message: causeOf(newest.trace) ?? newest.name, trace: newest.trace } }),
  };
}

/** The engine's questions, asked over REST. */
export function restJobs(ask: Ask = restAsk()): FlinkJobs {
  const client = (restUrl: string): FlinkClient => flinkClient(restUrl, ask);
  return {
    async job(restUrl, jobId) {
      const flink = client(restUrl);
      const [details, metrics] = await Promise.all([flink.job(jobId), flink.metrics(jobId, ['numRestarts'])]);
      if (!details) return undefined;
      const restarts = metrics['numRestarts'] ?? 0;
      const isWell = details.state === 'RUNNING' && details.vertices.every((vertex) => DONE.has(vertex.status));
      const failures = isWell && restarts === 0 ? [] : await flink.exceptions(jobId);
      return jobLookOf(details, restarts, failures);
    },
    async plan(restUrl, jobId) {
      const plan = await client(restUrl).plan(jobId);
      return plan === undefined ? undefined : JSON.stringify(plan);
    },
    workers: async (restUrl) => (await client(restUrl).taskManagers())?.length,
    savepoint: async (restUrl, jobId, request) => ({ triggerId: await client(restUrl).savepoint(jobId, request) }),
    async savepointOf(restUrl, jobId, triggerId) {
      const look = await client(restUrl).savepointStatus(jobId, triggerId);
      if (!look) return undefined;
      if (look.state === 'completed') return { state: 'completed', path: look.location ?? '' };
      return look.state === 'failed' ? { state: 'failed', reason: look.failure ?? '' } : { state: 'in-progress' };
    },
  };
}
