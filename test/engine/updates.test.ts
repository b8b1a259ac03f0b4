import { afterEach, beforeEach, expect, test } from 'vitest';
import { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.create();
  await world.create();
});
afterEach(() => world.close());

test('manual snapshots are savepoints of the running job', async () => {
  await world.running();
  await world.call('CreateApplicationSnapshot', { ApplicationName: 'app', SnapshotName: 'mine' });
  const before = await world.call('DescribeApplicationSnapshot', { ApplicationName: 'app', SnapshotName: 'mine' });
  expect(before.SnapshotDetails.SnapshotStatus).toBe('CREATING');
  await world.settle();
  const { SnapshotDetails } = await world.call('DescribeApplicationSnapshot', { ApplicationName: 'app', SnapshotName: 'mine' });
  expect(SnapshotDetails).toMatchObject({ SnapshotStatus: 'READY', ApplicationVersionId: 1, RuntimeEnvironment: 'FLINK-1_20' });
  expect(await world.status()).toBe('RUNNING');
  const SnapshotCreationTimestamp = SnapshotDetails.SnapshotCreationTimestamp ?? new Date(0);
  await world.call('DeleteApplicationSnapshot', { ApplicationName: 'app', SnapshotName: 'mine', SnapshotCreationTimestamp });
  await world.settle();
  expect((await world.call('ListApplicationSnapshots', { ApplicationName: 'app' })).SnapshotSummaries).toEqual([]);
});

test('an update of a running application carries the state over', async () => {
  await world.running();
  const { ApplicationDetail, OperationId } = await world.call('UpdateApplication', {
    ApplicationName: 'app',
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: {
      EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v' } }] },
    },
  });
  expect(ApplicationDetail).toMatchObject({
    ApplicationStatus: 'UPDATING',
    ApplicationVersionId: 2,
    ApplicationVersionUpdatedFrom: 1,
  });
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(world.flink.started.at(-1)).toMatchObject({
    attempt: 2,
    propertyGroups: [{ PropertyGroupId: 'g' }],
    restore: { allowNonRestoredState: false },
  });
  const operation = await world.operation(OperationId);
  expect(operation).toMatchObject({
    OperationStatus: 'SUCCESSFUL',
    ApplicationVersionChangeDetails: { ApplicationVersionUpdatedFrom: 1, ApplicationVersionUpdatedTo: 2 },
  });
  const { SnapshotSummaries } = await world.call('ListApplicationSnapshots', { ApplicationName: 'app' });
  expect(SnapshotSummaries).toMatchObject([
    { SnapshotName: expect.stringMatching(/^UPDATEAPPLICATION-app-/), ApplicationVersionId: 1 },
  ]);
});

test('an update that costs the job nothing does not touch it', async () => {
  await world.running();
  await world.call('UpdateApplication', {
    ApplicationName: 'app',
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: {
      FlinkApplicationConfigurationUpdate: {
        MonitoringConfigurationUpdate: { ConfigurationTypeUpdate: 'CUSTOM', LogLevelUpdate: 'DEBUG' },
      },
    },
  });
  expect(await world.status()).toBe('UPDATING');
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(world.flink.started).toHaveLength(1);
  expect(world.flink.levels).toEqual(['DEBUG']);
});

const badUpdate = (more: object = {}) => {
  world.flink.mainThrows = { reason: 'java.lang.RuntimeException: v2 is broken', trace: 'at v2' };
  return world.call('UpdateApplication', {
    ApplicationName: 'app',
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: {
      EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v' } }] },
      ...more,
    },
  });
};

test('a failed update ends in READY without system rollback', async () => {
  await world.running();
  const { OperationId } = await badUpdate();
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect((await world.operation(OperationId))?.OperationFailureDetails).toMatchObject({
    ErrorInfo: { ErrorString: /v2 is broken/ },
  });
});

test('with system rollback the version before comes back, with its state', async () => {
  await world.running();
  const { OperationId } = await badUpdate({ ApplicationSystemRollbackConfigurationUpdate: { RollbackEnabledUpdate: true } });
  for (let i = 0; i < 30 && (await world.status()) !== 'ROLLING_BACK'; i++) await world.tick();
  expect(await world.status()).toBe('ROLLING_BACK');
  world.flink.mainThrows = undefined;
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  const failed = await world.operation(OperationId);
  expect(failed?.OperationStatus).toBe('FAILED');
  const rollback = await world.operation(failed?.OperationFailureDetails?.RollbackOperationId);
  expect(rollback).toMatchObject({ Operation: 'RollbackApplication', OperationStatus: 'SUCCESSFUL' });
  const { ApplicationDetail } = await world.call('DescribeApplication', { ApplicationName: 'app' });
  expect(ApplicationDetail).toMatchObject({
    ApplicationVersionId: 3,
    ApplicationVersionRolledBackFrom: 2,
    ApplicationVersionRolledBackTo: 1,
  });
  expect(world.flink.started.at(-1)).toMatchObject({
    propertyGroups: [],
    restore: { path: expect.stringContaining('savepoint-') },
  });
});

test('a rollback brings configuration, code and state of the version before back', async () => {
  await world.running();
  const changed = { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v' } }] };
  await world.call('UpdateApplication', {
    ApplicationName: 'app',
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: { EnvironmentPropertyUpdates: changed },
  });
  await world.settle();
  // the object that version 1 ran is gone: its code is kept
  world.readable = false;
  const { ApplicationDetail, OperationId } = await world.call('RollbackApplication', {
    ApplicationName: 'app',
    CurrentApplicationVersionId: 2,
  });
  expect(ApplicationDetail).toMatchObject({
    ApplicationStatus: 'ROLLING_BACK',
    ApplicationVersionId: 3,
    ApplicationVersionRolledBackTo: 1,
  });
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect((await world.operation(OperationId))?.OperationStatus).toBe('SUCCESSFUL');
  const last = world.flink.started.at(-1);
  expect(last).toMatchObject({ attempt: 3, propertyGroups: [], restore: { path: expect.stringContaining('savepoint-') } });
  expect(last?.job).toMatchObject({ kind: 'jar', jarPath: expect.stringMatching(/\/1\.jar$/) });
  const { ApplicationVersionSummaries } = await world.call('ListApplicationVersions', { ApplicationName: 'app' });
  expect(ApplicationVersionSummaries).toEqual([
    { ApplicationVersionId: 3, ApplicationStatus: 'RUNNING' },
    { ApplicationVersionId: 2, ApplicationStatus: 'ROLLED_BACK' },
    { ApplicationVersionId: 1, ApplicationStatus: 'READY' },
  ]);
  await expect(world.call('RollbackApplication', { ApplicationName: 'app', CurrentApplicationVersionId: 3 })).rejects.toThrow(
    /no earlier version/,
  );
});

test('an update that never gets there is rolled back, and its operation cancelled', async () => {
  await world.running();
  world.flink.jobsStayAt = 'CREATED';
  const changed = { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v' } }] };
  const update = await world.call('UpdateApplication', {
    ApplicationName: 'app',
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: { EnvironmentPropertyUpdates: changed },
  });
  await world.settle();
  expect(await world.status()).toBe('UPDATING');
  world.flink.jobsStayAt = undefined;
  await world.call('RollbackApplication', { ApplicationName: 'app', CurrentApplicationVersionId: 2 });
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect((await world.operation(update.OperationId))?.OperationStatus).toBe('CANCELLED');
  expect(world.flink.started.at(-1)?.propertyGroups).toEqual([]);
});
