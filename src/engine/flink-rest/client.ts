import { type Answer, type Ask, restAsk } from './http.ts';
import { array, number, object, string } from './json.ts';

export interface VertexLook {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly parallelism: number;
  readonly maxParallelism: number | undefined;
}

export interface JobDetails {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly vertices: readonly VertexLook[];
}

export interface JobException {
  readonly timestamp: number | undefined;
  readonly name: string;
  readonly trace: string;
}

export interface CheckpointCounts {
  readonly completed: number;
  readonly failed: number;
  readonly inProgress: number;
  readonly restored: number;
  /** External path of the newest completed one. */
  readonly latest:
    | { readonly id: number; readonly path: string; readonly bytes: number; readonly durationMs: number }
    | undefined;
  readonly restoredFrom: { readonly id: number; readonly path: string } | undefined;
}

export interface TriggerLook {
  readonly state: 'in-progress' | 'completed' | 'failed';
  readonly location: string | undefined;
  readonly failure: string | undefined;
}

/** A refusal in Flink's words. */
export class FlinkRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'FlinkRefusal';
    this.status = status;
  }
}

/** Flink answers `{"errors": ["…", "<stack trace>"]}`; the first line that says something is the sentence. */
export function sentenceOf(answer: Answer): string {
  const errors = array(object(answer.body)['errors']).flatMap((each) => string(each) ?? []);
  const lines = errors.flatMap((error) => error.split('\n')).map((line) => line.trim());
  const caused = lines.filter((line) => line.startsWith('Caused by: ')).at(-1);
  return (
    caused?.slice('Caused by: '.length) ??
    lines.find((line) => /\w/.test(line) && line !== 'Internal server error.') ??
    `HTTP ${answer.status}`
  );
}

/** Typed questions to one JobManager, tolerant of what 1.15 to 2.3 call things. Undefined: no answer, or no such thing. */
export interface FlinkClient {
  jobs(): Promise<readonly { readonly id: string; readonly state: string }[] | undefined>;
  job(jobId: string): Promise<JobDetails | undefined>;
  exceptions(jobId: string): Promise<readonly JobException[]>;
  checkpoints(jobId: string): Promise<CheckpointCounts | undefined>;
  plan(jobId: string): Promise<unknown>;
  metrics(jobId: string, names: readonly string[]): Promise<Readonly<Record<string, number>>>;
  taskManagers(): Promise<readonly { readonly id: string; readonly slots: number; readonly freeSlots: number }[] | undefined>;
  config(): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Returns the trigger's id. Throws FlinkRefusal. */
  savepoint(jobId: string, request: { directory: string; stop: boolean; drain?: boolean; triggerId?: string }): Promise<string>;
  savepointStatus(jobId: string, triggerId: string): Promise<TriggerLook | undefined>;
  cancel(jobId: string): Promise<void>;
}

const vertexOf = (value: unknown): VertexLook => {
  const vertex = object(value);
  return {
    id: string(vertex['id']) ?? '',
    name: string(vertex['name']) ?? '',
    status: string(vertex['status']) ?? '',
    parallelism: number(vertex['parallelism']) ?? 0,
    maxParallelism: past(vertex['maxParallelism']),
  };
};

const past = (value: unknown): number | undefined => {
  const time = number(value);
  return time !== undefined && time > 0 ? time : undefined;
};

/** 1.15 to 1.20 also have `root-exception`; all have the history, the newest first. */
export function exceptionsOf(body: unknown): JobException[] {
  const entries = array(object(object(body)['exceptionHistory'])['entries']).map((value) => {
    const entry = object(value);
    const trace = string(entry['stacktrace']) ?? '';
    return { timestamp: number(entry['timestamp']), name: string(entry['exceptionName']) ?? trace.split('\n')[0] ?? '', trace };
  });
  const root = string(object(body)['root-exception']);
  if (entries.length > 0 || !root) return entries;
  return [{ timestamp: number(object(body)['timestamp']), name: root.split('\n')[0] ?? '', trace: root }];
}

export function checkpointsOf(body: unknown): CheckpointCounts {
  const counts = object(object(body)['counts']);
  const latest = object(object(body)['latest']);
  const completed = object(latest['completed']);
  const restored = object(latest['restored']);
  const path = string(completed['external_path']);
  const restoredPath = string(restored['external_path']);
  return {
    completed: number(counts['completed']) ?? 0,
    failed: number(counts['failed']) ?? 0,
    inProgress: number(counts['in_progress']) ?? 0,
    restored: number(counts['restored']) ?? 0,
    latest: path
      ? {
          id: number(completed['id']) ?? 0,
          path,
          bytes: number(completed['state_size']) ?? 0,
          durationMs: number(completed['end_to_end_duration']) ?? 0,
        }
      : undefined,
    restoredFrom: restoredPath ? { id: number(restored['id']) ?? 0, path: restoredPath } : undefined,
  };
}

export function triggerOf(body: unknown): TriggerLook {
  const id = string(object(object(body)['status'])['id']);
  const operation = object(object(body)['operation']);
  const cause = object(operation['failure-cause']);
  const trace = string(cause['stack-trace']);
  if (id !== 'COMPLETED') return { state: 'in-progress', location: undefined, failure: undefined };
  const location = string(operation['location']);
  if (location) return { state: 'completed', location, failure: undefined };
  return { state: 'failed', location: undefined, failure: trace ?? string(cause['class']) ?? 'the savepoint failed' };
}

export function flinkClient(restUrl: string, ask: Ask = restAsk()): FlinkClient {
  const get = async (path: string): Promise<unknown> => {
    const answer = await ask('GET', `${restUrl}${path}`);
    return answer?.status === 200 ? answer.body : undefined;
  };
  const demand = async (method: 'POST' | 'PATCH', path: string, body?: unknown): Promise<Answer> => {
    const answer = await ask(method, `${restUrl}${path}`, body);
    if (!answer) throw new FlinkRefusal(0, 'The JobManager does not answer.');
    if (answer.status >= 300) throw new FlinkRefusal(answer.status, sentenceOf(answer));
    return answer;
  };
  return {
    async jobs() {
      const body = await get('/jobs');
      if (body === undefined) return undefined;
      return array(object(body)['jobs']).map((value) => ({
        id: string(object(value)['id']) ?? '',
        state: string(object(value)['status']) ?? '',
      }));
    },
    async job(jobId) {
      const body = await get(`/jobs/${jobId}`);
      if (body === undefined) return undefined;
      const job = object(body);
      return {
        id: string(job['jid']) ?? jobId,
        name: string(job['name']) ?? '',
        state: string(job['state']) ?? '',
        startTime: past(job['start-time']),
        endTime: past(job['end-time']),
        vertices: array(job['vertices']).map(vertexOf),
      };
    },
    exceptions: async (jobId) => exceptionsOf(await get(`/jobs/${jobId}/exceptions?maxExceptions=5`)),
    async checkpoints(jobId) {
      const body = await get(`/jobs/${jobId}/checkpoints`);
      return body === undefined ? undefined : checkpointsOf(body);
    },
    plan: async (jobId) => object(await get(`/jobs/${jobId}/plan`))['plan'],
    async metrics(jobId, names) {
      const values = array(await get(`/jobs/${jobId}/metrics?get=${names.map(encodeURIComponent).join(',')}`));
      return Object.fromEntries(
        values.flatMap((value) => {
          const figure = number(object(value)['value']);
          return figure === undefined ? [] : [[string(object(value)['id']) ?? '', figure]];
        }),
      );
    },
    async taskManagers() {
      const body = await get('/taskmanagers');
      if (body === undefined) return undefined;
      return array(object(body)['taskmanagers']).map((value) => ({
        id: string(object(value)['id']) ?? '',
        slots: number(object(value)['slotsNumber']) ?? 0,
        freeSlots: number(object(value)['freeSlots']) ?? 0,
      }));
    },
    async config() {
      const body = await get('/config');
      return body === undefined ? undefined : object(body);
    },
    async savepoint(jobId, { directory, stop, drain = false, triggerId }) {
      const path = `/jobs/${jobId}/${stop ? 'stop' : 'savepoints'}`;
      const body = {
        ...(stop ? { targetDirectory: directory, drain } : { 'target-directory': directory, 'cancel-job': false }),
        formatType: 'CANONICAL',
      };
      const answer = await demand('POST', path, { ...body, ...(triggerId && { triggerId }) });
      const given = string(object(answer.body)['request-id']);
      if (!given) throw new FlinkRefusal(answer.status, 'Flink named no request id for the savepoint.');
      return given;
    },
    async savepointStatus(jobId, triggerId) {
      const body = await get(`/jobs/${jobId}/savepoints/${triggerId}`);
      return body === undefined ? undefined : triggerOf(body);
    },
    async cancel(jobId) {
      await demand('PATCH', `/jobs/${jobId}?mode=cancel`);
    },
  };
}
