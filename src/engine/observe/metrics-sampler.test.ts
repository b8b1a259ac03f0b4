import { beforeEach, expect, test } from 'vitest';
import { type FakeClock, fakeClock, silentLogger } from '#core';
import type { Application } from '../ports.ts';
import type { Figure, FlinkMetrics, Measured } from './metrics.ts';
import { sampleMetrics } from './metrics-sampler.ts';

let clock: FakeClock;
let put: { at: Date; measured: readonly Measured[] }[];
let asked: string[];
let status: 'RUNNING' | 'READY';
let used: number;
let running: boolean;
/** Applications that run beside `app`. */
let others: string[];
/** What is not answered, or only once all is over. */
let silent: (url: string, path: string) => boolean | 'for ever';
beforeEach(() => {
  clock = fakeClock();
  put = [];
  asked = [];
  status = 'RUNNING';
  used = 0;
  running = true;
  others = [];
  silent = () => false;
});

const figure = (id: string, ...values: number[]): Figure => {
  const sum = values.reduce((a, b) => a + b, 0);
  return { id, sum, min: Math.min(...values), max: Math.max(...values), mean: sum / values.length };
};
const JOB = [figure('uptime', 5000), figure('fullRestarts', 1), figure('numRestarts', 1), figure('lastCheckpointSize', -1)];
const WORKERS = [
  figure('Status.JVM.Memory.Heap.Used', 50, 100),
  figure('Status.JVM.Memory.Heap.Max', 200, 200),
  figure('Status.JVM.Threads.Count', 40, 60),
  figure('Status.JVM.GarbageCollector.G1_Old_Generation.Count', 1, 2),
  figure('Status.JVM.GarbageCollector.G1_Old_Generation.Time', 10, 20),
];
const SOURCE = 'Source__orders';
const SHARD = `${SOURCE}.KinesisConsumer.stream.in.shardId.shardId-000000000000.millisBehindLatest`;
const TASK = [
  figure('numRecordsIn', 0, 0),
  figure('busyTimeMsPerSecond', 100, 300),
  figure(`${SOURCE}.numRecordsIn`, 3, 4),
  figure('map.numRecordsIn', 1, 1),
  figure('map.currentInputWatermark', -(2 ** 63), 7),
  figure('map.currentOutputWatermark', 5, 7),
  figure(SHARD, 1200),
  figure(SHARD.replace('millisBehindLatest', 'bytesRequestedPerFetch'), 10_000),
  figure('map.kinesisanalytics.team.blue.words', 2, 3),
  figure(`${SOURCE}.KafkaSourceReader.KafkaConsumer.records-lag-max`, 5, 9),
  figure(`${SOURCE}.KafkaSourceReader.KafkaConsumer.bytes-consumed-rate`, 100, 50),
  figure(`${SOURCE}.KafkaSourceReader.commitsSucceeded`, 3, 4),
  figure(`${SOURCE}.KafkaSourceReader.topic.my_orders.partition.0.currentOffset`, 40),
  figure(`${SOURCE}.KafkaSourceReader.topic.my_orders.partition.1.currentOffset`, 60),
  figure(`${SOURCE}.KafkaConsumer.topic.old.partition.0.committedOffsets`, 7),
  figure('map.somethingElse', 1),
];
const subtasks = TASK.flatMap(({ id, min, max }) => [figure(`0.${id}`, min), figure(`1.${id}`, max)]);

const ending: (() => void)[] = [];
const flink: FlinkMetrics = {
  processBytes: async () => [1000, 1000],
  state: async () => ({ running, outage: 1200 }),
  async tasks(url) {
    const mute = silent(url, 'tasks');
    if (mute === 'for ever') await new Promise((done) => ending.push(() => done(undefined)));
    return mute ? [] : [{ id: 'v', name: 'Source: orders -> map', parallelism: 2 }];
  },
  names: async (url, path) => (silent(url, path) ? [] : (path.startsWith('/task') ? WORKERS : TASK).map(({ id }) => id)),
  async figures(_url, path, names) {
    asked.push(path);
    const all = path.startsWith('/task')
      ? WORKERS
      : path.endsWith('/j/metrics')
        ? JOB
        : path.includes('subtasks')
          ? TASK
          : subtasks;
    return all.filter(({ id }) => names.includes(id));
  },
  close: () => {
    for (const end of ending.splice(0)) end();
  },
};

function application(metricsLevel: string, runtime: string, name = 'app'): Application {
  const configuration = { runtime, monitoring: { metricsLevel }, parallelism: { parallelism: 4, perKpu: 2 } };
  const ref = { scope: { account: '1', region: 'r' }, name };
  return { ref, arn: `arn of ${name}`, configuration } as unknown as Application;
}

const look = (name: string, pid: number) => ({ name, pid, startedAt: new Date(0), alive: true });

async function sampled(metricsLevel = 'APPLICATION', runtime = 'FLINK-1_20', ms = 15_000) {
  const sampler = sampleMetrics({
    flink,
    clock,
    logger: silentLogger,
    kpuCpus: 0.5,
    containers: {
      // two TaskManagers that use a tenth and a whole CPU
      cpuTimes: async () => {
        used++;
        return new Map([
          [1, used * 1500],
          [2, used * 15_000],
        ]);
      },
      resources: async (processes) =>
        new Map(processes.map(({ pid }) => [pid, { residentBytes: 100 * pid, openFiles: pid, maxFiles: 1024 }])),
      diskPercent: async () => 40,
    },
    sink: { put: (_scope, at, measured) => put.push({ at, measured }) },
    running: () =>
      status === 'RUNNING'
        ? ['app', ...others].map((name) => ({
            application: application(metricsLevel, runtime, name),
            restUrl: name === 'app' ? 'http://10.0.0.1:8081' : `http://${name}:8081`,
            jobId: 'j',
            jobManager: look('jobmanager', 9),
            taskManagers: [look('taskmanager-1', 1), look('taskmanager-2', 2)],
          }))
        : [],
  });
  for (let passed = 0; passed < ms; passed += 15_000) {
    await clock.advance(15_000);
    for (let i = 0; i < 5; i++) await new Promise((done) => setImmediate(done));
  }
  await sampler.close();
  const last = put.at(-1)?.measured ?? [];
  return (name: string, dimensions: Record<string, string> = {}) => {
    const wanted = JSON.stringify({ Application: 'app', ...dimensions });
    const found = last.find((each) => each.name === name && JSON.stringify(each.dimensions) === wanted);
    return found && [found.count, found.sum, found.min, found.max, found.unit];
  };
}

test('four samples a minute, KPUs once an hour, and nothing once it no longer runs', async () => {
  await sampled('APPLICATION', 'FLINK-1_20', 60_000);
  expect(put).toHaveLength(4);
  expect(put.map(({ measured }) => measured.filter(({ name }) => name === 'KPUs').map(({ sum }) => sum))).toEqual([
    [3],
    [],
    [],
    [],
  ]);
  status = 'READY';
  await sampled();
  expect(put).toHaveLength(4);
});

test('of the application', async () => {
  const of = await sampled('APPLICATION', 'FLINK-1_20', 30_000);
  expect(of('uptime')).toEqual([1, 5000, 5000, 5000, 'Milliseconds']);
  expect(of('fullRestarts')).toEqual([1, 1, 1, 1, 'Count']);
  expect(of('downtime')).toEqual([1, 1200, 1200, 1200, 'Milliseconds']);
  expect(of('numRestarts')).toBeUndefined();
  expect(of('lastCheckpointSize')).toBeUndefined();
  // of half a CPU, the share of a KPU here
  for (const name of ['cpuUtilization', 'containerCPUUtilization']) expect(of(name)).toEqual([2, 120, 20, 100, 'Percent']);
  expect(of('containerMemoryUtilization')).toEqual([2, 30, 10, 20, 'Percent']);
  expect(of('containerDiskUtilization')).toEqual([2, 80, 40, 40, 'Percent']);
  const Host = '10.0.0.1';
  expect(of('jobmanagerFileDescriptorsOpen', { Host })).toEqual([1, 9, 9, 9, 'Count']);
  expect(of('taskmanagerFileDescriptorsOpen', { Host, tm_id: 'flink-taskmanager-2' })?.[1]).toBe(2);
  expect(of('taskmanagerFileDescriptorsMax', { Host, tm_id: 'flink-taskmanager-1' })?.[1]).toBe(1024);
  expect(of('heapMemoryUtilization')).toEqual([2, 75, 25, 50, 'Percent']);
  expect(of('threadsCount')).toEqual([1, 100, 100, 100, 'Count']);
  expect([of('oldGenerationGCCount')?.[1], of('oldGenerationGCTime')?.[1]]).toEqual([3, 30]);
  expect(of('numRecordsIn')).toEqual([1, 9, 9, 9, 'Count']);
  expect(of('busyTimeMsPerSecond')).toEqual([2, 400, 100, 300, 'Milliseconds']);
  expect(of('currentInputWatermark')).toBeUndefined();
  expect(of('currentOutputWatermark')).toEqual([1, 5, 5, 5, 'Milliseconds']);
  expect(of('millisBehindLatest', { Id: 'in', Flow: 'Input' })?.[3]).toBe(1200);
  expect(of('bytesRequestedPerFetch', { Id: 'in', Flow: 'Input' })).toEqual([2, 10_000, 10_000, 10_000, 'Bytes']);
  expect(of('records_lag_max')).toEqual([2, 14, 5, 9, 'Count']);
  expect(of('bytes_consumed_rate')).toEqual([1, 150, 150, 150, 'Bytes']);
  expect(of('commitsSucceeded')?.[1]).toBe(7);
  expect(of('currentoffsets', { Id: 'my_orders', Flow: 'Input' })?.[1]).toBe(100);
  expect(of('committedoffsets', { Id: 'old', Flow: 'Input' })?.[1]).toBe(7);
  expect(of('words', { team: 'blue' })).toEqual([1, 5, 5, 5, 'None']);
  expect(put.at(-1)?.measured.some(({ dimensions }) => 'Task' in dimensions)).toBe(false);
  expect(asked.slice(0, 3)).toEqual(['/jobs/j/metrics', '/taskmanagers/metrics', '/jobs/j/vertices/v/subtasks/metrics']);
});

test('a JobManager that does not answer costs the other applications nothing', async () => {
  others = ['held'];
  silent = (url) => url.startsWith('http://held') && 'for ever';
  await sampled('APPLICATION', 'FLINK-1_20', 60_000);
  const uptimes = put.filter(({ measured }) => measured.some(({ dimensions }) => dimensions['Application'] === 'app'));
  expect(uptimes.map(({ at }) => at.getTime() % 60_000)).toEqual([15_000, 30_000, 45_000, 0]);
});

test.each(['tasks', '/subtasks/metrics', '/taskmanagers/metrics'])(
  '%s that is not answered once is missing in no sample but the first',
  async (what) => {
    let left = 1;
    const once = (_url: string, path: string) => path.endsWith(what) && left-- > 0;
    silent = once;
    const names = what.startsWith('/task') ? ['threadsCount'] : ['numRecordsIn', 'busyTimeMsPerSecond'];
    const has = () => put.map(({ measured }) => names.every((name) => measured.some((each) => each.name === name)));
    await sampled('APPLICATION', 'FLINK-1_20', 60_000);
    expect(has()).toEqual([false, true, true, true]);

    // what was known before it was asked for again goes on being measured
    put = [];
    left = 1;
    let asks = 0;
    silent = (url, path) => path.endsWith(what) && ++asks > 1 && once(url, path);
    await sampled('APPLICATION', 'FLINK-1_20', 90_000);
    expect(has()).toEqual([true, true, true, true, true, true]);
    expect(left).toBe(0);
  },
);

test('while it restarts, nothing of its tasks', async () => {
  running = false;
  const of = await sampled();
  expect([of('downtime')?.[1], of('uptime')?.[1], of('numRecordsIn')]).toEqual([1200, 5000, undefined]);
});

test('the heirs of fullRestarts from 2.2 on', async () => {
  const of = await sampled('APPLICATION', 'FLINK-2_2');
  expect([of('numRestarts')?.[1], of('fullRestarts')]).toEqual([1, undefined]);
});

test('of tasks, operators and subtasks, as the level says', async () => {
  const Task = 'Source:_orders_->_map';
  const tasks = await sampled('TASK');
  expect(tasks('busyTimeMsPerSecond', { Task })?.[0]).toBe(2);
  expect(tasks('numRecordsIn', { Task, Operator: 'map' })).toBeUndefined();
  const operators = await sampled('OPERATOR');
  expect(operators('numRecordsIn', { Task, Operator: 'Source:_orders' })?.[1]).toBe(7);
  expect(operators('words', { Task, Operator: 'map', team: 'blue' })?.[1]).toBe(5);
  expect(operators('numRecordsIn', { Task, Operator: 'map', Parallelism: '1' })).toBeUndefined();
  const all = await sampled('PARALLELISM');
  expect(all('numRecordsIn', { Task, Operator: 'Source:_orders', Parallelism: '1' })?.[1]).toBe(4);
  expect(all('busyTimeMsPerSecond', { Task, Parallelism: '0' })?.[1]).toBe(100);
  expect(all('records_lag_max', { Task, Operator: 'Source:_orders', Parallelism: '1' })?.[3]).toBe(9);
  expect(all('currentoffsets', { Partition: '1', Id: 'my_orders', Flow: 'Input', Parallelism: '0' })?.[1]).toBe(60);
});
