/**
 * What is told of a running job and of how a start gets on: types only, without imports, since the pages in the browser
 * read them too (`#shapes/engine` there). Times are milliseconds since the epoch; what Flink does not tell is absent.
 */

/** Over the subtasks of a vertex, milliseconds of each second. */
export interface Share {
  readonly mean: number;
  readonly max: number;
}

export interface Operator {
  readonly name: string;
  readonly recordsIn?: number;
  readonly recordsOut?: number;
  readonly recordsInPerSecond?: number;
  readonly recordsOutPerSecond?: number;
}

/** How far a source is behind what was last put into a shard. */
export interface ShardLag {
  readonly stream: string;
  readonly shardId: string;
  readonly behindMs: number;
}

/** A task of the job: operators that run chained to each other, in as many places as its parallelism. */
export interface Vertex {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly parallelism: number;
  readonly maxParallelism?: number;
  /** How many subtasks are in which state. */
  readonly subtasks: Readonly<Record<string, number>>;
  readonly recordsIn?: number;
  readonly recordsOut?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly recordsInPerSecond?: number;
  readonly recordsOutPerSecond?: number;
  readonly bytesInPerSecond?: number;
  readonly bytesOutPerSecond?: number;
  readonly busy?: Share;
  readonly idle?: Share;
  readonly backpressured?: Share;
  /** The least of its subtasks; milliseconds since the epoch. */
  readonly watermark?: number;
  /** What Flink counts of a task are the records between tasks; those from and to the outside are its operators'. */
  readonly operators: readonly Operator[];
  /** Of sources that read Kinesis streams, those first that are the furthest behind. */
  readonly lags?: readonly ShardLag[];
}

export interface Edge {
  readonly source: string;
  readonly target: string;
  /** `FORWARD`, `HASH`, `REBALANCE` … */
  readonly ship: string;
}

export interface JobGraph {
  readonly jobId: string;
  readonly name: string;
  readonly state: string;
  /** The version of the application that runs. */
  readonly versionId: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly restarts: number;
  readonly vertices: readonly Vertex[];
  readonly edges: readonly Edge[];
  /** When Flink was asked. */
  readonly at: number;
}

export interface CheckpointEntry {
  readonly id: number;
  readonly status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'UNKNOWN';
  readonly savepoint: boolean;
  readonly triggeredAt?: number;
  readonly ackedAt?: number;
  readonly durationMs?: number;
  readonly bytes?: number;
  /** Of an incremental one: what was written for it. */
  readonly checkpointedBytes?: number;
  readonly subtasks?: number;
  readonly ackedSubtasks?: number;
  readonly path?: string;
  readonly failedAt?: number;
  readonly failure?: string;
  readonly discarded?: boolean;
}

export interface Summary {
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
  readonly latestCompleted?: CheckpointEntry;
  readonly latestFailed?: CheckpointEntry;
  readonly latestSavepoint?: CheckpointEntry;
  readonly restored?: { readonly id: number; readonly at?: number; readonly savepoint: boolean; readonly path?: string };
  /** The newest first, as many as Flink keeps. */
  readonly history: readonly CheckpointEntry[];
}

export interface CheckpointDetails extends CheckpointEntry {
  /** What each vertex had to do with it, by the vertex's id. */
  readonly vertices: readonly {
    readonly id: string;
    readonly status: string;
    readonly subtasks: number;
    readonly ackedSubtasks: number;
    readonly ackedAt?: number;
    readonly durationMs?: number;
    readonly bytes?: number;
    readonly checkpointedBytes?: number;
    readonly processedBytes?: number;
    readonly persistedBytes?: number;
  }[];
}

export interface JobFailure {
  readonly at?: number;
  /** The class of the exception. */
  readonly name: string;
  readonly trace: string;
  /** The task that failed, and where it ran. */
  readonly task?: string;
  readonly place?: string;
  /** What failed with it. */
  readonly together?: number;
}

export interface JobFailures {
  /** The newest first. */
  readonly failures: readonly JobFailure[];
  /** There were more than Flink tells. */
  readonly truncated: boolean;
}

/** What is over of a start or a replacement, in the order it usually ends. `code` and `runtime` are fetched at the same time. */
export type Step =
  /** The old job has stopped with its state. */
  | 'savepoint'
  /** The old processes are gone. */
  | 'stopped'
  | 'runtime'
  | 'code'
  /** The new processes are spawned. */
  | 'processes'
  /** The JobManager answers. */
  | 'job-manager'
  | 'task-managers'
  /** main() has submitted its job. */
  | 'job'
  /** Every task runs. */
  | 'running';

/** A start, an update or a recovery as it was observed. All times are milliseconds since the epoch. */
export interface Progress {
  readonly kind: 'start' | 'update' | 'rollback' | 'scale' | 'maintenance' | 'recovery';
  readonly operationId?: string;
  readonly versionId: number;
  readonly beganAt: number;
  readonly steps: readonly { readonly step: Step; readonly at: number }[];
  /** What is being done right now. */
  readonly phase?: string;
  readonly endedAt?: number;
  readonly failure?: string;
}
