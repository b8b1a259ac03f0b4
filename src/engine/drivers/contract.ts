/** What the engine asks of whatever runs Flink clusters. A driver starts, looks at and stops clusters; it decides nothing. */

export type RuntimeName = 'FLINK-1_15' | 'FLINK-1_18' | 'FLINK-1_19' | 'FLINK-1_20' | 'FLINK-2_2' | 'FLINK-2_3';

export interface PropertyGroup {
  readonly PropertyGroupId: string;
  readonly PropertyMap: Readonly<Record<string, string>>;
}

/** The memory of one TaskManager and of the JobManager, in MiB. `defaultSizing(slots)` in the driver's door gives laptop-sized figures. */
export interface Sizing {
  readonly taskHeapMb: number;
  /** RocksDB lives here. */
  readonly managedMb: number;
  readonly networkMb: number;
  /** Direct and native memory user code may take besides the heap (Netty clients, the KPL's buffers). */
  readonly taskOffHeapMb: number;
  readonly jobManagerHeapMb: number;
}

/** Main class from the manifest unless given. Linked or copied into the cluster's directory before `start` resolves. */
export interface JarJob {
  readonly kind: 'jar';
  readonly jarPath: string;
  readonly mainClass?: string;
}

/** A ZIP with a PyFlink program. Unpacked into the attempt's directory before `start` resolves; paths are relative to its root. */
export interface PythonJob {
  readonly kind: 'python';
  readonly archive: string;
  /** The script that is run. */
  readonly python: string;
  /** One JAR, put on the class path of the job. */
  readonly jarfile?: string;
  /** Files and folders for the Python path of script and workers. */
  readonly pyFiles: readonly string[];
  /** Archives workers find unpacked: `archive.zip` or `archive.zip#folder`. */
  readonly pyArchives: readonly string[];
}

/** One attempt to run one application: everything a cluster is made of, complete in itself. */
export interface ClusterSpec {
  /** Directory-safe (`[A-Za-z0-9._-]+`), stable per application. */
  readonly clusterId: string;
  /** Grows with each start of a cluster for this application. */
  readonly attempt: number;
  /** The application's generation (intent) this attempt serves. */
  readonly generation: number;
  readonly runtime: RuntimeName;
  /** 32 hex digits, chosen by the caller per attempt; checkpoints lie under it. */
  readonly jobId: string;
  readonly job: JarJob | PythonJob;
  readonly parallelism: number;
  readonly slotsPerTaskManager: number;
  readonly taskManagers: number;
  readonly checkpoint: {
    readonly enabled: boolean;
    readonly intervalMs: number;
    readonly minPauseMs: number;
  };
  readonly restore?: {
    readonly path: string;
    readonly allowNonRestoredState: boolean;
  };
  readonly log: {
    readonly level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
    readonly applicationArn: string;
    readonly applicationVersionId: number;
  };
  readonly propertyGroups: readonly PropertyGroup[];
  /** `AWS_CONTAINER_CREDENTIALS_FULL_URI`, `AWS_CONTAINER_AUTHORIZATION_TOKEN`, `AWS_REGION` …: nothing of our own process's AWS_* leaks in. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absent: no agent, nothing is redirected (plain Flink). */
  readonly redirect?: {
    readonly host: string;
    readonly port: number;
    readonly names: readonly string[];
    readonly caFile: string;
  };
  readonly sizing: Sizing;
  /** Further Flink keys, spelled as the runtime spells them; they win over ours. */
  readonly configuration: Readonly<Record<string, string>>;
}

export interface ProcessLook {
  /** `jobmanager`, `taskmanager-1` … */
  readonly name: string;
  readonly pid: number;
  readonly startedAt: Date;
  readonly alive: boolean;
}

/** What a process holds of its machine; undefined: cannot be told there. */
export interface ProcessResources {
  readonly residentBytes: number;
  readonly openFiles?: number;
  /** How many it may open. */
  readonly maxFiles?: number;
}

/** Why a cluster's JobManager is gone. */
export interface ClusterExit {
  /** Known only when this Millrace saw it exit (adopted processes are not our children). */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The root cause in Flink's words where the log tells it, e.g. the exception main() threw. */
  readonly reason: string | undefined;
  /** The whole stack trace that belongs to `reason`, as the log has it. */
  readonly trace: string | undefined;
  /** The last lines of stderr and log. */
  readonly lastLines: readonly string[];
}

export interface ClusterLook {
  readonly clusterId: string;
  readonly attempt: number;
  readonly generation: number;
  readonly runtime: RuntimeName;
  readonly jobId: string;
  readonly jobManager: ProcessLook | undefined;
  readonly taskManagers: readonly ProcessLook[];
  /** Known as soon as the JobManager is spawned; it answers some seconds later. Undefined once the JobManager is dead. */
  readonly restUrl: string | undefined;
  /**
   * The log files of this attempt, in MSF's JSON line format: one object per line whose first member is `timestamp` (epoch ms, a number),
   * which `parseLogLine` of `#engine`'s drivers strips. A file that reached its size limit is renamed `<name>.1` (see `followed`).
   */
  readonly logFiles: readonly string[];
  /** The directory of this attempt: `<root>/<clusterId>/attempt-<n>/`. */
  readonly directory: string;
  /** `<root>/<clusterId>/checkpoints`: shared by all attempts; Flink writes `<jobId>/chk-<n>` below it. */
  readonly checkpointDirectory: string;
  /** `<root>/<clusterId>/savepoints`: what to hand to stop-with-savepoint as target directory. */
  readonly savepointDirectory: string;
  /** Present when the JobManager is dead. */
  readonly exit?: ClusterExit;
}

export interface InstallProgress {
  readonly runtime: RuntimeName;
  readonly phase: 'waiting' | 'downloading' | 'unpacking' | 'plugins' | 'checking' | 'ready';
  readonly message: string;
  readonly bytes?: number;
  readonly percent?: number;
}

export interface Checkpoint {
  /** What to hand to `restore.path`. */
  readonly path: string;
  readonly jobId: string;
  readonly id: number;
  readonly completedAt: Date;
}

export interface ClusterDriver {
  /** Installs the runtime if needed, and what its kind of job needs besides. Throws OperatorError with a remedy. */
  prepare(
    runtime: RuntimeName,
    report: (progress: InstallProgress) => void,
    signal?: AbortSignal,
    kind?: ClusterSpec['job']['kind'],
  ): Promise<void>;
  /** Resolves when the processes are spawned and recorded. An earlier attempt of the same cluster is stopped first. */
  start(spec: ClusterSpec): Promise<ClusterLook>;
  /** Respawns TaskManagers of the same attempt that died. The JobManager's death is the supervisor's decision. */
  ensure(spec: ClusterSpec): Promise<ClusterLook>;
  look(clusterId: string): Promise<ClusterLook | undefined>;
  /** Also after a restart of Millrace: adopted from pid files, each pid proven to be still that process. */
  list(): Promise<readonly ClusterLook[]>;
  /** Graceful, then kill; nothing of it outlives this. Its directory (checkpoints, logs) stays. */
  stop(clusterId: string): Promise<void>;
  /** Resolves when any process of the cluster exits, or when the signal aborts. */
  wait(clusterId: string, signal: AbortSignal): Promise<void>;
  /** CPU time the processes have used since they began, in milliseconds by process id; what cannot be told is left out. */
  cpuTimes(processes: readonly ProcessLook[]): Promise<ReadonlyMap<number, number>>;
  /** By process id; what is gone is left out. */
  resources(processes: readonly ProcessLook[]): Promise<ReadonlyMap<number, ProcessResources>>;
  /** How much of the file system the clusters write to is in use, in per cent. */
  diskPercent(): Promise<number | undefined>;
  /** Changes the log level of running processes within seconds, without a restart. */
  setLogLevel(clusterId: string, level: ClusterSpec['log']['level']): Promise<void>;
  /** The newest completed checkpoint on disk of any attempt of this cluster, for restoring after the JobManager died. */
  lastCheckpoint(clusterId: string): Promise<Checkpoint | undefined>;
  /** Stops the cluster and deletes its directory with all its state. */
  remove(clusterId: string): Promise<void>;
}
