import type { Scope } from '#core';

/** A metric of Flink: of one place, or put together over several. */
export interface Figure {
  readonly id: string;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export interface Task {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
}

export interface JobState {
  /** Its tasks are there: what they measure is from now. */
  readonly running: boolean;
  /** Milliseconds since its tasks stopped running, 0 while they run. */
  readonly outage: number;
}

/** What Flink measures. Nothing is what does not answer. */
export interface FlinkMetrics {
  /** Undefined: the job has ended, or does not answer. */
  state(restUrl: string, jobId: string): Promise<JobState | undefined>;
  /** What the process of each TaskManager may take of memory, in bytes. */
  processBytes(restUrl: string): Promise<readonly number[]>;
  tasks(restUrl: string, jobId: string): Promise<readonly Task[]>;
  names(restUrl: string, path: string): Promise<readonly string[]>;
  figures(restUrl: string, path: string, names: readonly string[]): Promise<readonly Figure[]>;
  /** What is being asked is not waited for any more, and nothing else is asked. */
  close(): void;
}

export type Unit = 'Count' | 'Count/Second' | 'Milliseconds' | 'Bytes' | 'Percent' | 'None';

/** One measurement to publish: as many samples as `count`. */
export interface Measured {
  readonly name: string;
  readonly unit: Unit;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** Where measurements go. */
export interface MetricSink {
  put(scope: Scope, at: Date, measured: readonly Measured[]): void;
}

/** What is told of several subtasks, or several operators: their total, each of them, or the least of them. */
export type Together = 'total' | 'each' | 'least';

interface Published {
  readonly unit: Unit;
  readonly together: Together;
}

/** aws: names and units of what tasks and operators measure — developer guide, metrics-dimensions */
export const OF_TASKS: Readonly<Record<string, Published>> = {
  numRecordsIn: { unit: 'Count', together: 'total' },
  numRecordsOut: { unit: 'Count', together: 'total' },
  numRecordsInPerSecond: { unit: 'Count/Second', together: 'total' },
  numRecordsOutPerSecond: { unit: 'Count/Second', together: 'total' },
  numLateRecordsDropped: { unit: 'Count', together: 'total' },
  currentInputWatermark: { unit: 'Milliseconds', together: 'least' },
  currentOutputWatermark: { unit: 'Milliseconds', together: 'least' },
  backPressuredTimeMsPerSecond: { unit: 'Milliseconds', together: 'each' },
  busyTimeMsPerSecond: { unit: 'Milliseconds', together: 'each' },
  idleTimeMsPerSecond: { unit: 'Milliseconds', together: 'each' },
};

/** What Flink measures of operators only: a task has what its operators have. */
export const OF_OPERATORS_ONLY: readonly string[] = ['numLateRecordsDropped', 'currentOutputWatermark'];

/** aws: names of what Kafka's consumers measure, by the ends of Flink's ids — developer guide, metrics-dimensions; Flink, Kafka connector, Metrics */
export const OF_KAFKA: readonly (readonly [end: RegExp, name: string, published: Published])[] = [
  [/(?:^|\.)KafkaConsumer\.records-lag-max$/, 'records_lag_max', { unit: 'Count', together: 'each' }],
  [/(?:^|\.)KafkaConsumer\.bytes-consumed-rate$/, 'bytes_consumed_rate', { unit: 'Bytes', together: 'total' }],
  [/(?:^|\.)commitsSucceeded$/, 'commitsSucceeded', { unit: 'None', together: 'total' }],
  [/(?:^|\.)commitsFailed$/, 'commitsFailed', { unit: 'None', together: 'total' }],
];
/** `KafkaSourceReader.topic.orders.partition.3.currentOffset`; the connector of old says `currentOffsets`. */
export const KAFKA_OFFSET = /(?:^|\.)topic\.(.+)\.partition\.(\d+)\.(current|committed)Offsets?$/;

const OF_ANY_JOB: Readonly<Record<string, Unit>> = {
  lastCheckpointDuration: 'Milliseconds',
  lastCheckpointSize: 'Bytes',
  numberOfFailedCheckpoints: 'Count',
};

/** aws: fullRestarts is gone with 2.2, uptime and downtime have heirs there — developer guide, metrics-dimensions */
const OF_JOBS_1: Readonly<Record<string, Unit>> = {
  ...OF_ANY_JOB,
  uptime: 'Milliseconds',
  fullRestarts: 'Count',
};

const OF_JOBS_2: Readonly<Record<string, Unit>> = {
  ...OF_ANY_JOB,
  uptime: 'Milliseconds',
  numRestarts: 'Count',
  runningTime: 'Milliseconds',
  restartingTime: 'Milliseconds',
  cancellingTime: 'Milliseconds',
  failingTime: 'Milliseconds',
};

export const ofJobs = (runtime: string): Readonly<Record<string, Unit>> =>
  runtime.startsWith('FLINK-2') ? OF_JOBS_2 : OF_JOBS_1;

/** Flink's word for "no watermark yet", the least long: no measurement. */
export const NO_WATERMARK = -(2 ** 63);
