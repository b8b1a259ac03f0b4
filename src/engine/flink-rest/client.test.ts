import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointsOf, exceptionsOf, FlinkRefusal, flinkClient, sentenceOf, triggerOf } from './client.ts';
import { type Ask, restAsk } from './http.ts';
import { jobLookOf, restJobs } from './jobs.ts';
import { restMetrics } from './metrics.ts';

const answering =
  (answers: Readonly<Record<string, unknown>>, seen: string[] = []): Ask =>
  async (method, url, body) => {
    const path = `${method} ${new URL(url).pathname}`;
    seen.push(body === undefined ? path : `${path} ${JSON.stringify(body)}`);
    return path in answers
      ? { status: method === 'POST' ? 202 : 200, body: answers[path] }
      : { status: 404, body: { errors: ['not found'] } };
  };

const JOB = {
  jid: 'j',
  name: 'counter',
  state: 'RUNNING',
  'start-time': 5,
  'end-time': -1,
  vertices: [{ id: 'v', name: 'map', status: 'RUNNING', parallelism: 2 }],
};

describe('a job', () => {
  it('is well when every task runs', async () => {
    const seen: string[] = [];
    const jobs = restJobs(answering({ 'GET /jobs/j': JOB, 'GET /jobs/j/metrics': [{ id: 'numRestarts', value: '0' }] }, seen));
    expect(await jobs.job('http://f', 'j')).toEqual({ state: 'RUNNING', allTasksRunning: true, restarts: 0 });
    expect(seen).toHaveLength(2);
  });

  it('shows its newest failure when it is not', async () => {
    const jobs = restJobs(
      answering({
        'GET /jobs/j': { ...JOB, state: 'RESTARTING', vertices: [{ status: 'FAILED' }] },
        'GET /jobs/j/metrics': [{ id: 'numRestarts', value: '3' }],
        'GET /jobs/j/exceptions': {
          exceptionHistory: { entries: [{ exceptionName: 'X', stacktrace: 'X: boom\n\tat y', timestamp: 1 }] },
        },
      }),
    );
    expect(await jobs.job('http://f', 'j')).toEqual({
      state: 'RESTARTING',
      allTasksRunning: false,
      restarts: 3,
      failure: { message: 'X: boom', trace: 'X: boom\n\tat y' },
    });
  });

  it('is unknown where nobody answers or its state is none of ours', async () => {
    expect(await restJobs(answering({})).job('http://f', 'j')).toBeUndefined();
    expect(await restJobs(async () => undefined).job('http://f', 'j')).toBeUndefined();
    expect(jobLookOf({ id: 'j', name: '', state: 'DREAMING', startTime: 0, endTime: 0, vertices: [] }, 0, [])).toBeUndefined();
  });

  it('has a failure in 1.15’s words too', () => {
    expect(exceptionsOf({ 'root-exception': 'A: b\n\tat c', timestamp: 9 })).toEqual([
      { timestamp: 9, name: 'A: b', trace: 'A: b\n\tat c' },
    ]);
    expect(exceptionsOf({ 'root-exception': null })).toEqual([]);
  });
});

describe('savepoints', () => {
  it('are asked for in each request’s own spelling', async () => {
    const seen: string[] = [];
    const ask = answering({ 'POST /jobs/j/stop': { 'request-id': 't' }, 'POST /jobs/j/savepoints': { 'request-id': 'u' } }, seen);
    const flink = flinkClient('http://f', ask);
    expect(await flink.savepoint('j', { directory: '/s', stop: true })).toBe('t');
    expect(await flink.savepoint('j', { directory: '/s', stop: false, triggerId: 'u' })).toBe('u');
    expect(seen).toEqual([
      'POST /jobs/j/stop {"targetDirectory":"/s","drain":false,"formatType":"CANONICAL"}',
      'POST /jobs/j/savepoints {"target-directory":"/s","cancel-job":false,"formatType":"CANONICAL","triggerId":"u"}',
    ]);
  });

  it('are in progress, completed or failed', () => {
    expect(triggerOf({ status: { id: 'IN_PROGRESS' } }).state).toBe('in-progress');
    expect(triggerOf({ status: { id: 'COMPLETED' }, operation: { location: 'file:/s/1' } })).toMatchObject({
      state: 'completed',
      location: 'file:/s/1',
    });
    expect(
      triggerOf({ status: { id: 'COMPLETED' }, operation: { 'failure-cause': { class: 'X', 'stack-trace': 'X: no' } } }),
    ).toMatchObject({
      state: 'failed',
      failure: 'X: no',
    });
  });

  it('are refused in Flink’s words', async () => {
    const body = {
      errors: [
        'Internal server error.',
        '<Exception on server side:\njava.util.X: outer\n\tat a\nCaused by: a.B: not all tasks run\n\tat c',
      ],
    };
    expect(sentenceOf({ status: 500, body })).toBe('a.B: not all tasks run');
    expect(sentenceOf({ status: 503, body: undefined })).toBe('HTTP 503');
    const flink = flinkClient('http://f', async () => ({ status: 409, body: { errors: ['busy'] } }));
    await expect(flink.savepoint('j', { directory: '/s', stop: true })).rejects.toEqual(new FlinkRefusal(409, 'busy'));
    await expect(flinkClient('http://f', async () => undefined).cancel('j')).rejects.toThrow('does not answer');
  });
});

it('reads any JSON without failing', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      (value) => void [exceptionsOf(value), checkpointsOf(value), triggerOf(value), sentenceOf({ status: 1, body: value })],
    ),
  );
});

it('an unreachable, silent or babbling JobManager is no answer', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/cut') return void response.write('{', () => response.destroy());
    response.end('not json');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const ask = restAsk(200);
  expect(await ask('GET', `http://127.0.0.1:${port}/silent`)).toBeUndefined();
  expect(await ask('GET', `http://127.0.0.1:${port}/cut`)).toBeUndefined();
  expect(await ask('GET', `http://127.0.0.1:${port}/`)).toEqual({ status: 200, body: undefined });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  expect(await ask('GET', `http://127.0.0.1:${port}/`)).toBeUndefined();
});

describe('metrics', () => {
  it('are not waited for any more when they are closed, however Flink hangs', async () => {
    let asked = 0;
    let seen = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const hanging = createServer(() => {
      asked++;
      seen();
    });
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    const { port } = hanging.address() as AddressInfo;
    try {
      const metrics = restMetrics();
      // more than one line of names, which are asked one after the other
      const names = Array.from({ length: 500 }, (_, i) => `a.long.name.of.a.metric.${i}`);
      const figures = metrics.figures(`http://127.0.0.1:${port}`, '/taskmanagers/metrics', names);
      await arrived;
      metrics.close();
      expect(await figures).toEqual([]);
      expect(asked).toBe(1);
    } finally {
      hanging.closeAllConnections();
      hanging.close();
    }
  });
});
