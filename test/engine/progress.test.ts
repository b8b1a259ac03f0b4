import { afterEach, beforeEach, expect, test } from 'vitest';
import { SCOPE, World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.create();
  await world.create();
});
afterEach(() => world.close());

const REF = { scope: SCOPE, name: 'app' };
const progress = () => world.supervisor.progress(REF);
const steps = () => progress()?.steps.map(({ step }) => step);

test('a start is followed step by step, each seen before it is told', async () => {
  expect(progress()).toBeUndefined();
  world.flink.jobsStayAt = 'nothing';
  const { OperationId } = await world.start();
  const beganAt = world.clock.millis();
  await world.settle();
  expect(progress()).toMatchObject({ kind: 'start', operationId: OperationId, versionId: 1, beganAt });
  expect(new Set(steps())).toEqual(new Set(['runtime', 'code', 'processes', 'job-manager', 'task-managers']));
  expect(progress()?.phase).toBe('waiting for main() to submit the job');
  await world.clock.advance(2000);
  world.flink.only.job = { state: 'RUNNING', tasksUp: false, restarts: 0 };
  await world.tick();
  expect(progress()?.steps.at(-1)).toEqual({ step: 'job', at: beganAt + 2000 });
  expect(progress()?.endedAt).toBeUndefined();
  await world.clock.advance(500);
  world.flink.only.job = { state: 'RUNNING', tasksUp: true, restarts: 0 };
  await world.tick();
  expect(progress()?.steps.at(-1)).toEqual({ step: 'running', at: beganAt + 2500 });
  expect(progress()).toMatchObject({ endedAt: beganAt + 2500 });
  expect(progress()?.failure).toBeUndefined();
});

test('what has ended is remembered by the next Millrace', async () => {
  await world.start();
  await world.settle();
  const ended = progress();
  expect(ended?.endedAt).toBeDefined();
  world.restart();
  expect(progress()).toEqual(ended);
});

test('a start that fails ends with its failure, after the steps it got through', async () => {
  world.readable = false;
  await world.start();
  await world.settle();
  expect(progress()?.failure).toMatch(/We are unable to get the specified fileKey: app\.jar/);
  expect(steps()).toEqual(['runtime']);
  expect(progress()?.endedAt).toBeDefined();
});

test('an update begins with the savepoint of what ran', async () => {
  await world.start();
  await world.settle();
  await world.call('UpdateApplication', {
    ApplicationName: 'app',
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: {
      FlinkApplicationConfigurationUpdate: {
        ParallelismConfigurationUpdate: { ConfigurationTypeUpdate: 'CUSTOM', ParallelismUpdate: 2 },
      },
    },
  });
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(progress()).toMatchObject({ kind: 'update', versionId: 2 });
  expect(steps()?.slice(0, 1)).toEqual(['savepoint']);
  expect(steps()?.at(-1)).toBe('running');
});

test('a cluster that died is a recovery of its own', async () => {
  await world.start();
  await world.settle();
  world.flink.killJobManager();
  await world.settle();
  expect(progress()).toMatchObject({ kind: 'recovery', versionId: 1 });
  expect(progress()?.operationId).toBeUndefined();
  expect(steps()?.at(-1)).toBe('running');
});

test('a start that is stopped on its way has ended', async () => {
  world.flink.jobsStayAt = 'nothing';
  await world.start();
  await world.settle();
  await world.call('StopApplication', { ApplicationName: 'app', Force: true });
  await world.settle();
  expect(progress()).toMatchObject({ kind: 'start', failure: 'It was stopped before it was done.' });
});
