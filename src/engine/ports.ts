import type { Scope } from '#core';
import type { RuntimeName } from './drivers/contract.ts';
import type { Meter } from './metering.ts';

/** What the engine needs of the rest of Millrace. Who provides it is decided in `app/`. */

/** Names an application of one account in one region. */
export interface ApplicationRef {
  readonly scope: Scope;
  readonly name: string;
}

/** What callers are told; AWS's words. */
export type Status =
  | 'READY'
  | 'STARTING'
  | 'RUNNING'
  | 'UPDATING'
  | 'AUTOSCALING'
  | 'STOPPING'
  | 'FORCE_STOPPING'
  | 'ROLLING_BACK'
  | 'ROLLED_BACK'
  | 'MAINTENANCE'
  | 'DELETING';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export interface PropertyGroup {
  readonly PropertyGroupId: string;
  readonly PropertyMap: Readonly<Record<string, string>>;
}

/** The part of an application's version that decides what runs. */
export interface Wanted {
  readonly runtime: RuntimeName;
  readonly roleArn: string;
  readonly code?: {
    readonly s3?: { readonly bucketArn: string; readonly key: string; readonly version?: string };
    readonly inline?: string;
    readonly md5?: string;
    readonly size?: number;
  };
  readonly checkpoint: { readonly enabled: boolean; readonly intervalMs: number; readonly minPauseMs: number };
  readonly monitoring: { readonly logLevel: LogLevel; readonly metricsLevel: string };
  readonly parallelism: { readonly parallelism: number; readonly perKpu: number; readonly autoScaling: boolean };
  readonly propertyGroups: readonly PropertyGroup[];
  readonly snapshots: { readonly enabled: boolean; readonly mode?: 'APPLICATION_SNAPSHOTS_LEGACY' | 'ENHANCED_SNAPSHOTS' };
  readonly systemRollback: boolean;
  readonly loggingOption?: { readonly logStreamArn: string };
}

export interface Restore {
  readonly restoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' | 'RESTORE_FROM_LATEST_SNAPSHOT' | 'RESTORE_FROM_CUSTOM_SNAPSHOT';
  readonly snapshotName?: string;
  readonly snapshotArn?: string;
  readonly allowNonRestoredState: boolean;
}

export interface Order {
  readonly kind: 'start' | 'stop' | 'force-stop' | 'update' | 'rollback' | 'scale' | 'maintenance' | 'delete';
  readonly operationId?: string;
  readonly fromVersion?: number;
  readonly wasRunning: boolean;
}

export interface Snapshot {
  readonly name: string;
  readonly status: 'CREATING' | 'READY' | 'DELETING' | 'FAILED';
  readonly versionId: number;
  readonly createdAt: number;
  readonly automatic: boolean;
  readonly path?: string;
  /** Of an enhanced snapshot, which belongs to the account: its files lie outside of the application's directory. */
  readonly arn?: string;
  /** Taken of another application, or imported: only restored from where it is named. */
  readonly foreign?: boolean;
}

export interface Health {
  readonly jobState: string;
  /** The job is running with all its tasks. */
  readonly healthy: boolean;
  readonly restarts: number;
  readonly message?: string;
}

/** An application as the control plane wants it, and the engine's own notes on it. */
export interface Application {
  readonly ref: ApplicationRef;
  readonly arn: string;
  readonly clusterId: string;
  readonly status: Status;
  readonly versionId: number;
  /** The version whose configuration this one brought back. */
  readonly rolledBackTo: number | undefined;
  readonly generation: number;
  readonly order: Order | undefined;
  readonly run: Restore | undefined;
  readonly currentParallelism: number | undefined;
  readonly health: Health | undefined;
  readonly meter: Meter | undefined;
  /** When the maintenance window begins, `HH:MM` in UTC. */
  readonly maintenanceStart: string;
  readonly configuration: Wanted;
  /** Oldest first. */
  readonly snapshots: readonly Snapshot[];
  readonly notes: unknown;
}

export interface ApplicationRecord {
  /** Nothing is written when the application has since been given another order. */
  readonly generation: number;
  readonly status?: Status;
  readonly notes?: unknown;
  readonly health?: Health | null;
  readonly currentParallelism?: number | null;
  readonly meter?: Meter;
  /** An order nobody but the service itself gives; the application's generation grows with it. */
  readonly begin?: 'scale' | 'maintenance';
  readonly snapshot?: {
    readonly name: string;
    readonly status: Snapshot['status'];
    readonly versionId?: number;
    readonly createdAt?: number;
    readonly automatic?: boolean;
    readonly runtime?: RuntimeName;
    readonly path?: string;
    readonly error?: string;
    readonly enhanced?: boolean;
    /** Of an enhanced one: its directory below the one of all. */
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
  readonly gone?: true;
}

/** The table in which control plane and engine meet. Everything in it is synchronous, a record is one transaction. */
export interface ApplicationStore {
  refs(): readonly ApplicationRef[];
  load(ref: ApplicationRef): Application | undefined;
  configurationOf(ref: ApplicationRef, versionId: number): Wanted | undefined;
  /** False when nothing was written: the application is gone or has another order. */
  record(ref: ApplicationRef, record: ApplicationRecord): boolean;
  byCluster(clusterId: string): ApplicationRef | undefined;
  inlineCode(ref: ApplicationRef, id: string): Uint8Array | undefined;
}

/** On whose behalf: an application's execution role. */
export interface AsRole {
  readonly scope: Scope;
  readonly roleArn: string;
  readonly applicationArn: string;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Execution roles, assumed as `kinesisanalytics.amazonaws.com` with `aws:SourceArn` and `aws:SourceAccount` set. */
export interface RoleSessions {
  /** Throws AWS's error when the role is missing or does not trust the service. */
  assume(as: AsRole, sessionName: string, durationSeconds: number): Promise<SessionCredentials>;
}

/** The code of applications, read as their role. */
export interface CodeStore {
  /** Throws AWS's error when the role may not read the object or it is gone. */
  open(
    as: AsRole,
    location: { readonly bucketArn: string; readonly key: string; readonly version?: string },
    signal: AbortSignal,
  ): Promise<{ readonly bytes: number; readonly body: AsyncIterable<Uint8Array> }>;
}

export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Where an application's log lines go, put there as its role. */
export interface LogSink {
  /** Throws AWS's error when group or stream is missing or the role may not write to it. */
  put(as: AsRole, logStreamArn: string, events: readonly LogEvent[]): Promise<void>;
}
