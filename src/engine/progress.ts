import type { Order } from './ports.ts';

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
  readonly kind: Exclude<Order['kind'], 'stop' | 'force-stop' | 'delete'> | 'recovery';
  readonly operationId?: string;
  readonly versionId: number;
  readonly beganAt: number;
  readonly steps: readonly { readonly step: Step; readonly at: number }[];
  /** What is being done right now. */
  readonly phase?: string;
  readonly endedAt?: number;
  readonly failure?: string;
}
