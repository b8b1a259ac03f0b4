import { describe, expect, it } from 'vitest';
import { fakeClock } from '#core';
import type { Answer } from '../flink-rest/http.ts';
import { checkpointDetailsOf, checkpointsOf } from './checkpoints.ts';
import { failuresOf } from './failures.ts';
import { jobLooks } from './job-looks.ts';

const REF = { scope: { partition: 'aws', account: '000000000000', region: 'us-east-1' }, name: 'app' };
const PLACE = { restUrl: 'http://flink', jobId: 'j', versionId: 3, relaunches: 1 };

/** As Flink 1.20 answered for the tutorial's job, shortened. */
const DETAILS = {
  jid: 'j',
  name: 'Kinesis transform',
  state: 'RUNNING',
  'start-time': 1795884982281,
  'end-time': -1,
  vertices: [
    {
      id: 'a',
      name: 'Source: kinesis-source -> wrap',
      maxParallelism: 128,
      parallelism: 2,
      status: 'RUNNING',
      tasks: { SCHEDULED: 0, RUNNING: 2, FAILED: 0 },
      metrics: { 'read-bytes': 0, 'write-bytes': 184, 'read-records': 0, 'write-records': 2, 'accumulated-busy-time': 'NaN' },
    },
    {
      id: 'b',
      name: 'kinesis-sink: Writer',
      maxParallelism: 128,
      parallelism: 1,
      status: 'RUNNING',
      tasks: { RUNNING: 1 },
      metrics: { 'read-bytes': 302, 'write-bytes': 0, 'read-records': 2, 'write-records': 0 },
    },
  ],
  plan: {
    nodes: [
      { id: 'b', inputs: [{ num: 0, id: 'a', ship_strategy: 'FORWARD', exchange: 'pipelined_bounded' }] },
      { id: 'a', description: 'Source: kinesis-source<br/>+- wrap<br/>' },
    ],
  },
};

const NONE = -(2 ** 63);
const METRICS: Record<string, Record<string, unknown>> = {
  a: {
    numRecordsOutPerSecond: { min: 1, max: 3, sum: 4, avg: 2 },
    busyTimeMsPerSecond: { min: 100, max: 900, sum: 1000, avg: 500 },
    backPressuredTimeMsPerSecond: { min: 0, max: 40, sum: 40, avg: 20 },
    'Source__kinesis-source.numRecordsIn': { min: 5, max: 6, sum: 11, avg: 5.5 },
    'Source__kinesis-source.numRecordsInPerSecond': { min: 5, max: 6, sum: 11, avg: 5.5 },
    'wrap.numRecordsOut': { min: 1, max: 1, sum: 2, avg: 1 },
    'Source__kinesis-source.currentOutputWatermark': { min: 1000, max: 2000, sum: 3000, avg: 1500 },
    'Source__kinesis-source.KinesisConsumer.stream.in.shardId.shardId-000000000001.millisBehindLatest': {
      min: 0,
      max: 70,
      sum: 70,
      avg: 70,
    },
    'Source__kinesis-source.KinesisConsumer.stream.in.shardId.shardId-000000000000.millisBehindLatest': {
      min: -1,
      max: -1,
      sum: -1,
      avg: -1,
    },
    'buffers.outputQueueLength': { min: 1, max: 1, sum: 2, avg: 1 },
  },
  b: { currentInputWatermark: { min: NONE, max: NONE, sum: NONE, avg: 0 } },
};

function flink(asked: string[]) {
  return async (_method: string, url: string): Promise<Answer | undefined> => {
    asked.push(url);
    const { pathname, searchParams } = new URL(url);
    const vertex = /vertices\/(\w+)\/subtasks\/metrics$/.exec(pathname)?.[1];
    if (vertex) {
      const all = METRICS[vertex] ?? {};
      const names = searchParams.get('get')?.split(',') ?? Object.keys(all);
      return { status: 200, body: names.map((id) => ({ id, ...(searchParams.has('get') ? (all[id] as object) : {}) })) };
    }
    if (pathname === '/jobs/j/metrics') return { status: 200, body: [{ id: 'numRestarts', value: '2' }] };
    if (pathname === '/jobs/j') return { status: 200, body: DETAILS };
    return { status: 404, body: {} };
  };
}

describe('the graph of a running job', () => {
  it('is its vertices with what Flink measures of them, and what flows between them', async () => {
    const looks = jobLooks({ jobAt: () => PLACE, clock: fakeClock(), ask: flink([]) });
    expect(await looks.graph(REF)).toEqual({
      jobId: 'j',
      name: 'Kinesis transform',
      state: 'RUNNING',
      versionId: 3,
      startedAt: 1795884982281,
      restarts: 3,
      at: Date.UTC(2026, 0, 1),
      edges: [{ source: 'a', target: 'b', ship: 'FORWARD' }],
      vertices: [
        {
          id: 'a',
          name: 'Source: kinesis-source -> wrap',
          status: 'RUNNING',
          parallelism: 2,
          maxParallelism: 128,
          subtasks: { RUNNING: 2 },
          recordsIn: 0,
          recordsOut: 2,
          bytesIn: 0,
          bytesOut: 184,
          recordsOutPerSecond: 4,
          busy: { mean: 500, max: 900 },
          backpressured: { mean: 20, max: 40 },
          watermark: 1000,
          operators: [
            { name: 'Source: kinesis-source', recordsIn: 11, recordsInPerSecond: 11 },
            { name: 'wrap', recordsOut: 2 },
          ],
          lags: [{ stream: 'in', shardId: 'shardId-000000000001', behindMs: 70 }],
        },
        {
          id: 'b',
          name: 'kinesis-sink: Writer',
          status: 'RUNNING',
          parallelism: 1,
          maxParallelism: 128,
          subtasks: { RUNNING: 1 },
          recordsIn: 2,
          recordsOut: 0,
          bytesIn: 302,
          bytesOut: 0,
          operators: [],
        },
      ],
    });
  });

  it('is asked of Flink once in two seconds, however many look, and not where nobody does', async () => {
    const clock = fakeClock();
    const asked: string[] = [];
    const looks = jobLooks({ jobAt: () => PLACE, clock, ask: flink(asked) });
    const [first, second] = await Promise.all([looks.graph(REF), looks.graph(REF)]);
    expect(second).toBe(first);
    const once = asked.length;
    await clock.advance(1999);
    await looks.graph(REF);
    await looks.graph(REF);
    expect(asked.length).toBe(once);
    await clock.advance(1);
    await looks.graph(REF);
    expect(asked.length).toBeGreaterThan(once);
    const learnt = asked.filter((url) => url.endsWith('/subtasks/metrics')).length;
    expect(learnt, 'which metrics there are is remembered').toBe(2);
    const before = asked.length;
    await clock.advance(60_000);
    expect(asked.length).toBe(before);
  });

  it('is nothing where no job runs, or nobody answers', async () => {
    const clock = fakeClock();
    expect(await jobLooks({ jobAt: () => undefined, clock }).graph(REF)).toBeUndefined();
    const silent = jobLooks({ jobAt: () => PLACE, clock, ask: async () => undefined });
    expect(await Promise.all([silent.graph(REF), silent.checkpoints(REF), silent.failures(REF)])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('checkpoints', () => {
  const completed = {
    id: 3,
    status: 'COMPLETED',
    is_savepoint: false,
    trigger_timestamp: 1000,
    latest_ack_timestamp: 1045,
    checkpointed_size: 238,
    state_size: 3238,
    end_to_end_duration: 45,
    num_subtasks: 2,
    num_acknowledged_subtasks: 2,
    external_path: 'file:/c/chk-3',
    discarded: false,
  };

  it('are counted, summed up and listed', () => {
    const failed = {
      ...completed,
      id: 2,
      status: 'FAILED',
      failure_timestamp: 900,
      failure_message: 'expired',
      external_path: undefined,
    };
    const body = {
      counts: { restored: 1, in_progress: 0, completed: 3, failed: 1 },
      summary: { end_to_end_duration: { min: 45, max: 9364, avg: 3154 }, state_size: { min: -1, max: -1, avg: -1 } },
      latest: {
        completed,
        failed,
        savepoint: null,
        restored: { id: 1, restore_timestamp: 500, is_savepoint: true, external_path: 'file:/s' },
      },
      history: [completed, failed],
    };
    const entry = {
      id: 3,
      status: 'COMPLETED',
      savepoint: false,
      triggeredAt: 1000,
      ackedAt: 1045,
      durationMs: 45,
      bytes: 3238,
      checkpointedBytes: 238,
      subtasks: 2,
      ackedSubtasks: 2,
      path: 'file:/c/chk-3',
    };
    const { path: _, ...pathless } = entry;
    const lost = { ...pathless, id: 2, status: 'FAILED', failedAt: 900, failure: 'expired' };
    expect(checkpointsOf(body)).toEqual({
      counts: { restored: 1, inProgress: 0, completed: 3, failed: 1 },
      durationMs: { min: 45, max: 9364, mean: 3154 },
      latestCompleted: entry,
      latestFailed: lost,
      restored: { id: 1, at: 500, savepoint: true, path: 'file:/s' },
      history: [entry, lost],
    });
  });

  it('tell what each vertex had to do with one', () => {
    const tasks = {
      a: {
        status: 'COMPLETED',
        latest_ack_timestamp: 1040,
        state_size: 2980,
        end_to_end_duration: 40,
        num_subtasks: 1,
        num_acknowledged_subtasks: 1,
        persisted_data: -1,
      },
    };
    expect(checkpointDetailsOf({ ...completed, tasks }).vertices).toEqual([
      { id: 'a', status: 'COMPLETED', subtasks: 1, ackedSubtasks: 1, ackedAt: 1040, durationMs: 40, bytes: 2980 },
    ]);
  });
});

it('failures have their task and place, whatever the version calls it', () => {
  const entry = { exceptionName: 'x.Y', stacktrace: 'x.Y: no\n\tat z', timestamp: 7, taskName: 'wrap (1/2)' };
  expect(
    failuresOf({
      exceptionHistory: {
        truncated: true,
        entries: [
          { ...entry, location: 'h:1', concurrentExceptions: [{}] },
          { ...entry, endpoint: 'h:2' },
        ],
      },
    }),
  ).toEqual({
    truncated: true,
    failures: [
      { name: 'x.Y', trace: 'x.Y: no\n\tat z', at: 7, task: 'wrap (1/2)', place: 'h:1', together: 1 },
      { name: 'x.Y', trace: 'x.Y: no\n\tat z', at: 7, task: 'wrap (1/2)', place: 'h:2' },
    ],
  });
});
