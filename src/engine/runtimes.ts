import type { RuntimeName } from './drivers/contract.ts';

/** How a Flink version spells the keys that were renamed over time. */
export interface KeySpelling {
  readonly backend: string;
  readonly incremental: string;
  readonly localRecovery: readonly string[];
  readonly checkpointDirectory: string;
  readonly savepointDirectory: string;
  readonly memoryThreshold: string;
  readonly retained: string;
  readonly externalized: string;
  readonly restorePath: string;
  readonly ignoreUnclaimed: string;
  readonly restartStrategy: string;
  /** Prefix of the RPC system's keys: Akka left with 1.18. */
  readonly rpc: 'akka' | 'pekko';
}

export interface Runtime {
  readonly name: RuntimeName;
  readonly flink: string;
  /** What Maven really serves: 1.19.1 of the plugin is not to be had from every repository, 1.19.0 works with Flink 1.19.1. */
  readonly s3Plugin: string;
  /** Where the plugin's own chain asks nobody who knows the application's role: the chain that does. */
  readonly s3Credentials?: string;
  /** Feature versions, the preferred one first. */
  readonly java: readonly number[];
  /** Versions PyFlink is published for, AWS's own first. */
  readonly python: readonly string[];
  /** `config.yaml` is standard YAML; `flink-conf.yaml` is Flink's own `key: value` lines. */
  readonly configFile: 'flink-conf.yaml' | 'config.yaml';
  readonly keys: KeySpelling;
  /** aws: fixed-delay of 10 s up to 1.18, exponential-delay from 1.19 on — developer guide, reference-modifiable-settings */
  readonly restarts: 'fixed-delay' | 'exponential-delay';
  /** aws: from 1.19 on a job that changes the cluster's configuration fails to start — developer guide, flink-1-19 */
  readonly guardsProgramConfig: boolean;
}

/** Marked `provided` by many MSF applications, so the cluster has it. */
export const KINESIS_ANALYTICS_RUNTIME = 'com.amazonaws:aws-kinesisanalytics-runtime:1.2.0';

const KEYS_1_15: KeySpelling = {
  backend: 'state.backend',
  incremental: 'state.backend.incremental',
  localRecovery: ['state.backend.local-recovery'],
  checkpointDirectory: 'state.checkpoints.dir',
  savepointDirectory: 'state.savepoints.dir',
  memoryThreshold: 'state.storage.fs.memory-threshold',
  retained: 'state.checkpoints.num-retained',
  externalized: 'execution.checkpointing.externalized-checkpoint-retention',
  restorePath: 'execution.savepoint.path',
  ignoreUnclaimed: 'execution.savepoint.ignore-unclaimed-state',
  restartStrategy: 'restart-strategy',
  rpc: 'akka',
};

const KEYS_1_18: KeySpelling = {
  ...KEYS_1_15,
  backend: 'state.backend.type',
  restartStrategy: 'restart-strategy.type',
  rpc: 'pekko',
};

const KEYS_1_20: KeySpelling = {
  ...KEYS_1_18,
  incremental: 'execution.checkpointing.incremental',
  localRecovery: ['execution.checkpointing.local-backup.enabled', 'execution.state-recovery.from-local'],
  checkpointDirectory: 'execution.checkpointing.dir',
  savepointDirectory: 'execution.checkpointing.savepoint-dir',
  memoryThreshold: 'execution.checkpointing.data-inline-threshold',
  retained: 'execution.checkpointing.num-retained',
  restorePath: 'execution.state-recovery.path',
  ignoreUnclaimed: 'execution.state-recovery.ignore-unclaimed-state',
};

const OLD = { restarts: 'fixed-delay', guardsProgramConfig: false, configFile: 'flink-conf.yaml' } as const;
const NEW = { restarts: 'exponential-delay', guardsProgramConfig: true, configFile: 'config.yaml' } as const;
/** aws: Java 11 for 1.x, 17 for 2.x — developer guide. Ours runs 1.x on 17 as well, with Flink's own --add-opens. */
const JAVA_1 = [11, 17] as const;
const JAVA_2 = [17, 21] as const;

/** The plugin of 1.15 holds Hadoop 3.2, whose default chain ends at EC2's instance profile and knows no container credentials. */
const S3_CREDENTIALS_1_15 = [
  'org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider',
  'com.amazonaws.auth.EnvironmentVariableCredentialsProvider',
  'com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper',
].join(',');
/** aws: Python 3.8 for 1.15, 3.11 for 1.19 and 1.20, 3.12 for 2.2 and 2.3 — developer guide (3.10 for 1.18 is unverified). The others are PyPI's classifiers. */
const PYTHON_1_15 = ['3.8', '3.7'] as const;
const PYTHON_1_18 = ['3.10', '3.9', '3.8'] as const;
const PYTHON_1_20 = ['3.11', '3.10', '3.9', '3.8'] as const;
const PYTHON_2 = ['3.12', '3.11', '3.10', '3.9'] as const;

/** One row per RuntimeEnvironment. A new Flink version is a new row. */
export const RUNTIMES: Readonly<Record<RuntimeName, Runtime>> = {
  'FLINK-1_15': {
    name: 'FLINK-1_15',
    flink: '1.15.2',
    s3Plugin: '1.15.2',
    s3Credentials: S3_CREDENTIALS_1_15,
    java: JAVA_1,
    python: PYTHON_1_15,
    keys: KEYS_1_15,
    ...OLD,
  },
  'FLINK-1_18': {
    name: 'FLINK-1_18',
    flink: '1.18.1',
    s3Plugin: '1.18.1',
    java: JAVA_1,
    python: PYTHON_1_18,
    keys: KEYS_1_18,
    ...OLD,
  },
  'FLINK-1_19': {
    name: 'FLINK-1_19',
    flink: '1.19.1',
    s3Plugin: '1.19.0',
    java: JAVA_1,
    python: PYTHON_1_20,
    keys: KEYS_1_18,
    ...NEW,
  },
  'FLINK-1_20': {
    name: 'FLINK-1_20',
    flink: '1.20.0',
    s3Plugin: '1.20.0',
    java: JAVA_1,
    python: PYTHON_1_20,
    keys: KEYS_1_20,
    ...NEW,
  },
  'FLINK-2_2': { name: 'FLINK-2_2', flink: '2.2.0', s3Plugin: '2.2.0', java: JAVA_2, python: PYTHON_2, keys: KEYS_1_20, ...NEW },
  'FLINK-2_3': { name: 'FLINK-2_3', flink: '2.3.0', s3Plugin: '2.3.0', java: JAVA_2, python: PYTHON_2, keys: KEYS_1_20, ...NEW },
};

export const isRuntimeName = (name: string): name is RuntimeName => Object.hasOwn(RUNTIMES, name);
