import { useQuery } from '@tanstack/react-query';
import { AwsFault, own } from '../../../aws/index.ts';

/** What Flink tells of the running job; docs/concepts/console.md says what each member is. */
export interface Share {
  readonly mean: number;
  readonly max: number;
}

export interface Flow {
  readonly recordsIn?: number;
  readonly recordsOut?: number;
  readonly recordsInPerSecond?: number;
  readonly recordsOutPerSecond?: number;
}

export interface Vertex extends Flow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly parallelism: number;
  readonly maxParallelism?: number;
  readonly subtasks: Readonly<Record<string, number>>;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly busy?: Share;
  readonly idle?: Share;
  readonly backpressured?: Share;
  readonly watermark?: number;
  readonly operators: readonly (Flow & { readonly name: string })[];
}

export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly ship: string;
}

export interface Job {
  readonly jobId: string;
  readonly name: string;
  readonly state: string;
  readonly versionId: number;
  readonly startedAt?: number;
  readonly restarts: number;
  readonly vertices: readonly Vertex[];
  readonly edges: readonly Edge[];
}

export interface Checkpoint {
  readonly id: number;
  readonly status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'UNKNOWN';
  readonly savepoint: boolean;
  readonly triggeredAt?: number;
  readonly durationMs?: number;
  readonly bytes?: number;
  readonly checkpointedBytes?: number;
  readonly subtasks?: number;
  readonly ackedSubtasks?: number;
  readonly path?: string;
  readonly failure?: string;
}

interface Summary {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export interface Checkpoints {
  readonly counts: {
    readonly completed: number;
    readonly failed: number;
    readonly inProgress: number;
    readonly restored: number;
  };
  readonly durationMs?: Summary;
  readonly bytes?: Summary;
  readonly latestCompleted?: Checkpoint;
  readonly latestFailed?: Checkpoint;
  readonly restored?: { readonly id: number; readonly at?: number; readonly savepoint: boolean; readonly path?: string };
  readonly history: readonly Checkpoint[];
}

export interface CheckpointOfVertex {
  readonly id: string;
  readonly status: string;
  readonly subtasks: number;
  readonly ackedSubtasks: number;
  readonly durationMs?: number;
  readonly bytes?: number;
  readonly checkpointedBytes?: number;
}

export interface Failure {
  readonly at?: number;
  readonly name: string;
  readonly trace: string;
  readonly task?: string;
  readonly place?: string;
  readonly together?: number;
}

/** The server asks Flink no more often, however many look. */
const EVERY_MS = 2000;

/** No job runs at the moment; the sentence says what the application does instead. */
export class NoJob {
  readonly sentence: string;
  constructor(sentence: string) {
    this.sentence = sentence;
  }
}

async function ofJob<T>(name: string, what: string): Promise<T | NoJob> {
  try {
    return await own<T>(`applications/${encodeURIComponent(name)}/${what}`);
  } catch (thrown) {
    if (thrown instanceof AwsFault && thrown.status === 409) return new NoJob(thrown.message);
    throw thrown;
  }
}

/** Figures move all the time, so they are asked again while somebody looks. */
const useLook = <T>(name: string, what: string) =>
  useQuery({
    queryKey: ['job', name, what],
    queryFn: () => ofJob<T>(name, what),
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });

export const useJob = (name: string) => useLook<Job>(name, 'job');
export const useCheckpoints = (name: string) => useLook<Checkpoints>(name, 'checkpoints');

export const useFailures = (name: string) =>
  useQuery({
    queryKey: ['job', name, 'exceptions'],
    queryFn: () => ofJob<{ failures: readonly Failure[]; truncated: boolean }>(name, 'exceptions'),
    refetchInterval: 15_000,
  });

/** Of a checkpoint that is over: it changes no more. */
export const useCheckpoint = (name: string, id: number | undefined) =>
  useQuery({
    queryKey: ['job', name, 'checkpoint', id],
    enabled: id !== undefined,
    queryFn: () => own<{ vertices: readonly CheckpointOfVertex[] }>(`applications/${encodeURIComponent(name)}/checkpoints/${id}`),
  });
