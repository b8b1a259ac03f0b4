import { afterEach, beforeEach, expect, test } from 'vitest';
import { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.create();
  await world.create();
});
afterEach(() => world.close());

test('a crash loop leaves the application RUNNING, with its restarts counted', async () => {
  world.flink.crashLoop = true;
  await world.running();
  expect(
    world.supervisor.report({ scope: { partition: 'aws', account: '000000000000', region: 'us-east-1' }, name: 'app' })?.job
      ?.restarts,
  ).toBe(3);
  await expect(world.call('StopApplication', { ApplicationName: 'app' })).rejects.toThrow(
    /Failed to take snapshot for the application app/,
  );
});

test('a killed JobManager is replaced by an attempt that restores the last checkpoint of its own line', async () => {
  await world.running();
  const first = world.flink.started.at(-1);
  world.flink.checkpoint = { path: 'file:///chk-7', jobId: first?.jobId ?? '', id: 7, completedAt: new Date(0) };
  world.flink.killJobManager();
  expect(await world.tick()).toBe('stumble');
  expect(await world.status()).toBe('RUNNING');
  await world.settle();
  const second = world.flink.started.at(-1);
  expect(second).toMatchObject({ attempt: 2, restore: { path: 'file:///chk-7' } });
  expect(second?.jobId).not.toBe(first?.jobId);
  expect(await world.status()).toBe('RUNNING');
});

test('a checkpoint of an earlier start is not the state of this one', async () => {
  await world.running();
  world.flink.checkpoint = { path: 'file:///old', jobId: 'f'.repeat(32), id: 9, completedAt: new Date(0) };
  world.flink.killJobManager();
  await world.settle();
  expect(world.flink.started).toHaveLength(2);
  expect(world.flink.started.at(-1)?.restore).toBeUndefined();
});

test('clusters that keep dying are replaced with growing patience', async () => {
  await world.running();
  world.flink.mainThrows = { reason: 'java.lang.IllegalStateException: no', trace: '' };
  world.flink.killJobManager();
  await world.settle();
  expect(world.flink.started).toHaveLength(2);
  await world.clock.advance(2_001);
  await world.settle();
  expect(world.flink.started).toHaveLength(3);
  await world.clock.advance(2_001);
  await world.settle();
  expect(world.flink.started).toHaveLength(3);
  expect(await world.status()).toBe('RUNNING');
});

test('a killed TaskManager is started again', async () => {
  await world.running();
  world.flink.killTaskManager();
  expect(await world.tick()).toBe('ensure');
  expect(world.flink.only.taskManagers).toEqual([true]);
});

test('a job that finishes takes its application to READY', async () => {
  await world.running();
  world.flink.only.job = { state: 'FINISHED', tasksUp: false, restarts: 0 };
  await world.settle();
  expect(await world.status()).toBe('READY');
});
