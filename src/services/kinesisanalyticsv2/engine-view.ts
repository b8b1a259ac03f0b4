import type { Scope } from '#core';
import type { ApplicationRef } from './ports.ts';
import type { ApplicationRow, Configuration, Health, Order, RunConfiguration, SnapshotRow, Status } from './rows.ts';

/** An application as the engine needs it: one read, consistent. */
export interface EngineApplication {
  readonly ref: ApplicationRef;
  readonly arn: string;
  readonly clusterId: string;
  readonly status: Status;
  readonly versionId: number;
  /** The version whose configuration this one brought back. */
  readonly rolledBackTo: number | undefined;
  readonly generation: number;
  readonly order: Order | undefined;
  readonly run: RunConfiguration | undefined;
  readonly currentParallelism: number | undefined;
  readonly health: Health | undefined;
  readonly meter: ApplicationRow['meter'];
  /** When the maintenance window begins, `HH:MM` in UTC. */
  readonly maintenanceStart: string;
  readonly configuration: Configuration;
  /** Oldest first. */
  readonly snapshots: readonly EngineSnapshot[];
  /** The engine's own notes, kept for it unread. */
  readonly notes: unknown;
}

/** An application's own snapshot, or one of the account's. */
export interface EngineSnapshot extends Pick<SnapshotRow, 'name' | 'status' | 'versionId' | 'createdAt' | 'automatic' | 'path'> {
  readonly arn?: string;
  /** Taken of another application, or imported. */
  readonly foreign?: boolean;
}

/** What the engine writes back, all of it in one transaction or none. */
export interface EngineRecord {
  /** Nothing is written when the application has since been given another order. */
  readonly generation: number;
  readonly status?: Status;
  readonly notes?: unknown;
  readonly health?: Health | null;
  readonly currentParallelism?: number | null;
  readonly meter?: NonNullable<ApplicationRow['meter']>;
  /** An order nobody but the service itself gives. */
  readonly begin?: 'scale' | 'maintenance';
  readonly snapshot?: Pick<SnapshotRow, 'name' | 'status'> &
    Partial<Omit<SnapshotRow, 'name' | 'status'>> & {
      readonly enhanced?: boolean;
      readonly directory?: string;
      readonly bytes?: number;
    };
  /** A snapshot whose files are deleted. */
  readonly forgotten?: string;
  /** The order is done. */
  readonly finish?: { readonly status: 'SUCCESSFUL' | 'FAILED' | 'CANCELLED'; readonly error?: string };
  /**
   * What the order changed is undone: the version an update made is left again for a new one with the configuration before it.
   * `order`: the engine is to bring up what ran before, also after a scaling.
   */
  readonly revert?: 'silent' | 'order';
  /** The last record of a deleted application: its rows go. */
  readonly gone?: true;
}

/** The table in which the control plane and the engine meet. */
export interface EngineView {
  refs(): readonly ApplicationRef[];
  load(ref: ApplicationRef): EngineApplication | undefined;
  configurationOf(ref: ApplicationRef, versionId: number): Configuration | undefined;
  /** False when nothing was written. */
  record(ref: ApplicationRef, record: EngineRecord): boolean;
  /** Which application a cluster belongs to. */
  byCluster(clusterId: string): ApplicationRef | undefined;
  /** The bytes of code given in the request itself. */
  inlineCode(ref: ApplicationRef, id: string): Uint8Array | undefined;
}

export type { ApplicationRow };

/** Something to be done with a snapshot of the account. */
export interface SnapshotWork {
  readonly kind: 'import' | 'export' | 'delete';
  readonly scope: Scope;
  readonly name: string;
  readonly arn: string;
  readonly operationId: string;
  readonly directory?: string;
  readonly roleArn?: string;
  readonly bucketArn?: string;
  readonly prefix?: string;
}

export type SnapshotOutcome =
  | { readonly done: true; readonly path?: string; readonly bytes?: number }
  | { readonly done: false; readonly code: string; readonly reason: string };

/** The table in which the control plane and the keeper of snapshots meet. */
export interface SnapshotKeeping {
  work(): readonly SnapshotWork[];
  record(work: SnapshotWork, outcome: SnapshotOutcome): void;
}
