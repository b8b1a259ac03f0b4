/**
 * aws: the metrics of an application, their units and levels — developer guide, metrics-dimensions. Without Kafka's (no broker here), those
 * of Studio notebooks, and those named under Gaps in the README of CloudWatch. Kinesis' own are in the tests of alarms.
 */
export type Level = 'APPLICATION' | 'TASK' | 'OPERATOR' | 'PARALLELISM';
export const LEVELS: readonly Level[] = ['APPLICATION', 'TASK', 'OPERATOR', 'PARALLELISM'];

export interface Row {
  readonly unit: string;
  /** The sets of dimensions it has at each level. */
  readonly at: Partial<Record<Level, readonly (readonly string[])[]>>;
  /** On which versions of Flink, if not on all. */
  readonly only?: '1' | '2';
}

const TASK = ['Application', 'Task'];
const OPERATOR = ['Application', 'Task', 'Operator'];
const A = { APPLICATION: [['Application']] };
const AT = { ...A, TASK: [TASK] };
/** Flink measures them of tasks only. */
const TIMES = { ...AT, PARALLELISM: [[...TASK, 'Parallelism']] };
/** Of operators only: a task has what its operators have. */
const OPERATORS = { ...AT, OPERATOR: [OPERATOR], PARALLELISM: [[...OPERATOR, 'Parallelism']] };
const BOTH = { ...AT, OPERATOR: [OPERATOR], PARALLELISM: [...TIMES.PARALLELISM, ...OPERATORS.PARALLELISM] };
const HOST = { APPLICATION: [['Application', 'Host']] };
const MANAGER = { APPLICATION: [['Application', 'Host', 'tm_id']] };

const row = (unit: string, at: Row['at'], only?: '1' | '2'): Row => ({ unit, at, ...(only && { only }) });

export const TABLE: Readonly<Record<string, Row>> = {
  KPUs: row('Count', A),
  uptime: row('Milliseconds', A),
  downtime: row('Milliseconds', A),
  fullRestarts: row('Count', A, '1'),
  numRestarts: row('Count', A, '2'),
  runningTime: row('Milliseconds', A, '2'),
  restartingTime: row('Milliseconds', A, '2'),
  cancellingTime: row('Milliseconds', A, '2'),
  failingTime: row('Milliseconds', A, '2'),
  cpuUtilization: row('Percent', A),
  heapMemoryUtilization: row('Percent', A),
  containerCPUUtilization: row('Percent', A),
  containerMemoryUtilization: row('Percent', A),
  containerDiskUtilization: row('Percent', A),
  oldGenerationGCCount: row('Count', A),
  oldGenerationGCTime: row('Milliseconds', A),
  threadsCount: row('Count', A),
  lastCheckpointDuration: row('Milliseconds', A),
  lastCheckpointSize: row('Bytes', A),
  numberOfFailedCheckpoints: row('Count', A),
  numRecordsIn: row('Count', BOTH),
  numRecordsOut: row('Count', BOTH),
  numRecordsInPerSecond: row('Count/Second', BOTH),
  numRecordsOutPerSecond: row('Count/Second', BOTH),
  numLateRecordsDropped: row('Count', OPERATORS),
  currentInputWatermark: row('Milliseconds', BOTH),
  currentOutputWatermark: row('Milliseconds', OPERATORS),
  backPressuredTimeMsPerSecond: row('Milliseconds', TIMES),
  busyTimeMsPerSecond: row('Milliseconds', TIMES),
  idleTimeMsPerSecond: row('Milliseconds', TIMES),
  managedMemoryUsed: row('Bytes', A),
  managedMemoryTotal: row('Bytes', A),
  managedMemoryUtilization: row('Percent', A),
  jobmanagerFileDescriptorsMax: row('Count', HOST),
  jobmanagerFileDescriptorsOpen: row('Count', HOST),
  taskmanagerFileDescriptorsMax: row('Count', MANAGER),
  taskmanagerFileDescriptorsOpen: row('Count', MANAGER),
  // the job's own counter, with a group of its own
  passed: row('None', {
    APPLICATION: [['Application', 'team']],
    TASK: [[...TASK, 'team']],
    OPERATOR: [[...OPERATOR, 'team']],
    PARALLELISM: [[...OPERATOR, 'Parallelism', 'team']],
  }),
};

/** `metric(dimension,…) unit` of what a version publishes at a level, coarser levels included. */
export function expected(level: Level, runtime: string): string[] {
  const major = runtime.startsWith('FLINK-2') ? '2' : '1';
  const levels = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  return Object.entries(TABLE)
    .filter(([, { only = major }]) => only === major)
    .flatMap(([name, { unit, at }]) =>
      levels.flatMap((each) => (at[each] ?? []).map((dimensions) => lineOf(name, dimensions, unit))),
    )
    .sort();
}

export const lineOf = (name: string, dimensions: readonly string[], unit: string): string =>
  `${name}(${[...dimensions].sort().join(',')}) ${unit}`;
