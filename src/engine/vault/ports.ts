import type { Scope } from '#core';
import type { AsRole } from '../ports.ts';

/** Something to be done with a snapshot of the account, written down by the control plane. */
export interface SnapshotWork {
  readonly kind: 'import' | 'export' | 'delete';
  readonly scope: Scope;
  readonly name: string;
  readonly arn: string;
  readonly operationId: string;
  /** Below the directory of all snapshots; absent when nothing has ever been written. */
  readonly directory?: string;
  readonly roleArn?: string;
  readonly bucketArn?: string;
  readonly prefix?: string;
}

/** What became of it. */
export type SnapshotOutcome =
  | { readonly done: true; readonly path?: string; readonly bytes?: number }
  | { readonly done: false; readonly code: string; readonly reason: string };

/** The table in which control plane and vault meet. */
export interface SnapshotStore {
  /** Oldest first; a deletion waits until the exports of its snapshot are over. */
  work(): readonly SnapshotWork[];
  /** Nothing is written when the work is no longer there. */
  record(work: SnapshotWork, outcome: SnapshotOutcome): void;
}

/** S3, as the role an import or export names. */
export interface ObjectBox {
  list(as: AsRole, bucketArn: string, prefix: string, signal: AbortSignal): Promise<readonly { key: string; bytes: number }[]>;
  open(as: AsRole, bucketArn: string, key: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  put(
    as: AsRole,
    bucketArn: string,
    key: string,
    object: { readonly bytes: number; readonly body: AsyncIterable<Uint8Array> },
    signal: AbortSignal,
  ): Promise<void>;
}
