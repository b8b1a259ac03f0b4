/** The service's rows: what Millrace keeps of an application. Wire shapes are made from them in `describe.ts`. */

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

export type Runtime = 'FLINK-1_15' | 'FLINK-1_18' | 'FLINK-1_19' | 'FLINK-1_20' | 'FLINK-2_2' | 'FLINK-2_3';
export type RestoreType = 'SKIP_RESTORE_FROM_SNAPSHOT' | 'RESTORE_FROM_LATEST_SNAPSHOT' | 'RESTORE_FROM_CUSTOM_SNAPSHOT';
export type OperationStatus = 'IN_PROGRESS' | 'CANCELLED' | 'SUCCESSFUL' | 'FAILED';
export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
export type MetricsLevel = 'APPLICATION' | 'TASK' | 'OPERATOR' | 'PARALLELISM';
export type ConfigurationType = 'DEFAULT' | 'CUSTOM';
export type SnapshotMode = 'APPLICATION_SNAPSHOTS_LEGACY' | 'ENHANCED_SNAPSHOTS';

export interface PropertyGroup {
  readonly PropertyGroupId: string;
  readonly PropertyMap: Readonly<Record<string, string>>;
}

export interface CodeRow {
  readonly contentType: 'PLAINTEXT' | 'ZIPFILE';
  readonly s3?: { readonly bucketArn: string; readonly key: string; readonly version?: string };
  readonly text?: string;
  /** The code came in the request itself; its bytes are in the table `kinesisanalyticsv2_code` under this id. */
  readonly inline?: string;
  readonly md5?: string;
  readonly size?: number;
}

/** Everything a version of an application is made of. */
export interface Configuration {
  readonly runtime: Runtime;
  readonly roleArn: string;
  readonly code?: CodeRow;
  readonly checkpoint: {
    readonly type: ConfigurationType;
    readonly enabled: boolean;
    readonly intervalMs: number;
    readonly minPauseMs: number;
  };
  readonly monitoring: { readonly type: ConfigurationType; readonly metricsLevel: MetricsLevel; readonly logLevel: LogLevel };
  readonly parallelism: {
    readonly type: ConfigurationType;
    readonly parallelism: number;
    readonly perKpu: number;
    readonly autoScaling: boolean;
  };
  readonly propertyGroups: readonly PropertyGroup[];
  readonly snapshots: { readonly enabled: boolean; readonly mode?: SnapshotMode };
  readonly systemRollback: boolean;
  readonly encryption: { readonly keyType: 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KEY'; readonly keyId?: string };
  readonly vpc?: {
    readonly id: string;
    readonly vpcId: string;
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
  };
  readonly loggingOption?: { readonly id: string; readonly logStreamArn: string };
}

export interface VersionRow {
  readonly versionId: number;
  readonly createdAt: number;
  readonly token: string;
  readonly updatedFrom?: number;
  readonly rolledBackFrom?: number;
  readonly rolledBackTo?: number;
  /** `ROLLED_BACK` once the application has left this version by a rollback. */
  readonly rolledBack?: boolean;
  readonly configuration: Configuration;
}

export interface RunConfiguration {
  readonly restoreType: RestoreType;
  readonly snapshotName?: string;
  readonly snapshotArn?: string;
  readonly allowNonRestoredState: boolean;
}

export type OrderKind = 'start' | 'stop' | 'force-stop' | 'update' | 'rollback' | 'scale' | 'maintenance' | 'delete';

/** What was asked of the engine and is not finished. */
export interface Order {
  readonly kind: OrderKind;
  /** Absent for a deletion. */
  readonly operationId?: string;
  readonly fromVersion?: number;
  /** How parallel the job was until then: what a system rollback goes back to. */
  readonly fromParallelism?: number;
  /** Whether a job ran when the order was given. */
  readonly wasRunning: boolean;
}

/** What the engine last saw, for handlers that must know (a snapshot cannot be taken of a job in downtime). */
export interface Health {
  readonly jobState: string;
  readonly healthy: boolean;
  readonly restarts: number;
  readonly message?: string;
}

export interface ApplicationRow {
  readonly name: string;
  readonly arn: string;
  /** Directory-safe and never used again, even by an application of the same name. */
  readonly clusterId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly description?: string;
  readonly mode: 'STREAMING' | 'INTERACTIVE';
  readonly status: Status;
  readonly versionId: number;
  /** Grows with every order: whoever finishes an older one writes nothing. */
  readonly generation: number;
  readonly order?: Order;
  readonly run?: RunConfiguration;
  readonly currentParallelism?: number;
  readonly health?: Health;
  /** What the engine has counted of its use. */
  readonly meter?: { readonly kpuMs: number; readonly at?: number; readonly kpus?: number };
  readonly maintenanceStart: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface OperationRow {
  readonly operationId: string;
  readonly operation: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: OperationStatus;
  readonly fromVersion?: number;
  readonly toVersion?: number;
  readonly rollbackOperationId?: string;
  readonly error?: string;
}

export interface SnapshotRow {
  readonly name: string;
  readonly status: 'CREATING' | 'READY' | 'DELETING' | 'FAILED';
  readonly versionId: number;
  readonly createdAt: number;
  readonly runtime: Runtime;
  readonly encryption: Configuration['encryption'];
  readonly automatic: boolean;
  /** Where Flink wrote it; absent until it is complete. */
  readonly path?: string;
  readonly error?: string;
}

export type SnapshotOperation =
  | 'CreateSnapshot'
  | 'DeleteSnapshot'
  | 'ImportSnapshot'
  | 'ExportSnapshot'
  | 'SystemCreateSnapshot';

/** A snapshot that belongs to the account: it outlives the application it was taken of. */
export interface EnhancedSnapshotRow {
  readonly name: string;
  readonly arn: string;
  readonly status: 'CREATING' | 'READY' | 'DELETING' | 'FAILED';
  readonly createdAt: number;
  readonly initiator: 'USER' | 'SYSTEM';
  readonly initiatorOperation: 'CreateSnapshot' | 'ImportSnapshot' | 'SystemCreateSnapshot';
  readonly description?: string;
  /** Unknown of an imported one. */
  readonly runtime?: Runtime;
  readonly tags: Readonly<Record<string, string>>;
  /** The application it was taken of. Its cluster id tells it from a later one of the same name. */
  readonly source?: {
    readonly application: string;
    readonly clusterId: string;
    readonly createdAt: number;
    readonly versionId: number;
  };
  readonly imported?: S3Prefix;
  /** Below the directory of all snapshots. */
  readonly directory?: string;
  readonly path?: string;
  readonly bytes?: number;
}

export interface S3Prefix {
  readonly bucketArn: string;
  readonly prefix: string;
}

export interface SnapshotOperationRow {
  readonly operationId: string;
  readonly snapshot: string;
  readonly operation: SnapshotOperation;
  readonly status: OperationStatus;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Of an import or export: where, and as whom. */
  readonly location?: S3Prefix;
  readonly roleArn?: string;
  /** The operation of the application that a system snapshot was taken for. */
  readonly applicationOperationId?: string;
  readonly errorCode?: string;
  readonly error?: string;
}
