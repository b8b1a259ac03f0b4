import { afterEach, beforeEach, expect, test } from 'vitest';
import { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.create();
  await world.create();
});
afterEach(() => world.close());

const start = () => world.call('StartApplication', { ApplicationName: 'app' });
const running = async () => {
  const answer = await start();
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  return answer;
};

test('a start is STARTING at once and RUNNING when the job runs with all its tasks', async () => {
  world.flink.jobsStayAt = 'CREATED';
  const { OperationId } = await start();
  expect(OperationId).toMatch(/^[A-Za-z0-9]{12}$/);
  expect(await world.status()).toBe('STARTING');
  expect(world.woken).toEqual(['app']);
  await world.settle();
  expect(await world.status()).toBe('STARTING');
  expect((await world.operation(OperationId))?.OperationStatus).toBe('IN_PROGRESS');
  world.flink.only.job = { state: 'RUNNING', tasksUp: false, restarts: 0 };
  expect(await world.tick()).toBe('nothing');
  expect(await world.status()).toBe('STARTING');
  world.flink.only.job = { state: 'RUNNING', tasksUp: true, restarts: 0 };
  expect(await world.tick()).toBe('arrive');
  expect(await world.status()).toBe('RUNNING');
  expect((await world.operation(OperationId))?.OperationStatus).toBe('SUCCESSFUL');
});

test('what main() throws fails the start: READY, the operation and the log stream tell why', async () => {
  const trace = `org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: boom\n${'\tat x.y.z\n'.repeat(100)}`;
  world.flink.mainThrows = {
    reason: 'org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: boom',
    trace,
  };
  const { OperationId } = await start();
  await world.settle();
  expect(await world.status()).toBe('READY');
  const operation = await world.operation(OperationId);
  expect(operation?.OperationStatus).toBe('FAILED');
  const text = operation?.OperationFailureDetails?.ErrorInfo?.ErrorString ?? '';
  expect(text).toHaveLength(512);
  expect(text).toMatch(
    /^org\.apache\.flink\.client\.program\.ProgramInvocationException: The main method caused an error: boom StackTrace: /,
  );
  expect(world.logged).toHaveLength(1);
  expect(JSON.parse(world.logged[0]?.message ?? '')).toMatchObject({
    applicationVersionId: 1,
    messageType: 'ERROR',
    messageSchemaVersion: '1',
    errorCode: 'CodeError.InvalidApplicationCode',
    message: expect.stringMatching(/^Amazon Managed Service for Apache Flink failed to transition/),
  });
});

test('a role that cannot be assumed any more fails the start', async () => {
  world.trusted = false;
  const { OperationId } = await start();
  await world.settle();
  expect(await world.status()).toBe('READY');
  const operation = await world.operation(OperationId);
  expect(operation?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/^The execution role .* cannot be assumed/);
});

test('code that is gone, and code that is too large, fail the start', async () => {
  world.readable = false;
  let { OperationId } = await start();
  await world.settle();
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(
    /^Please check the role provided/,
  );
  world.readable = true;
  world.codeBytes = 512 * 1024 * 1024 + 1;
  ({ OperationId } = await start());
  await world.settle();
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/512 MiB/);
  expect(await world.status()).toBe('READY');
});

test('a runtime that cannot be installed fails the start', async () => {
  world.flink.prepareFails = new Error('no network');
  const { OperationId } = await start();
  await world.settle();
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/no network/);
});

test('main() that submits nothing in five minutes fails the start', async () => {
  world.flink.jobsStayAt = 'nothing';
  const { OperationId } = await start();
  await world.settle();
  expect(await world.status()).toBe('STARTING');
  await world.clock.advance(300_001);
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toBe(
    'Flink job did not start within a total timeout of 5 minutes for application: app under account: 000000000000',
  );
});

test('a crash loop leaves the application RUNNING, with its restarts counted', async () => {
  world.flink.crashLoop = true;
  await running();
  expect(
    world.supervisor.report({ scope: { partition: 'aws', account: '000000000000', region: 'us-east-1' }, name: 'app' })?.job
      ?.restarts,
  ).toBe(3);
  await expect(world.call('StopApplication', { ApplicationName: 'app' })).rejects.toThrow(
    /Failed to take snapshot for the application app/,
  );
});

test('a stop takes a savepoint, and the next start restores from it', async () => {
  await running();
  const { OperationId } = await world.call('StopApplication', { ApplicationName: 'app' });
  expect(await world.status()).toBe('STOPPING');
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect((await world.operation(OperationId))?.OperationStatus).toBe('SUCCESSFUL');
  expect(world.flink.only.jobManager).toBe(false);
  const { SnapshotSummaries } = await world.call('ListApplicationSnapshots', { ApplicationName: 'app' });
  expect(SnapshotSummaries).toMatchObject([
    { SnapshotName: expect.stringMatching(/^STOP-app-\d+$/), SnapshotStatus: 'READY', ApplicationVersionId: 1 },
  ]);
  await running();
  expect(world.flink.started.at(-1)?.restore?.path).toMatch(/savepoint-/);
});

test('a forced stop takes none, and cancels what it overtakes', async () => {
  world.flink.jobsStayAt = 'CREATED';
  const first = await start();
  await world.settle();
  await world.call('StopApplication', { ApplicationName: 'app', Force: true });
  expect(await world.status()).toBe('FORCE_STOPPING');
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect((await world.operation(first.OperationId))?.OperationStatus).toBe('CANCELLED');
  expect((await world.call('ListApplicationSnapshots', { ApplicationName: 'app' })).SnapshotSummaries).toEqual([]);
});

test('a savepoint that fails leaves the job running and the stop failed', async () => {
  await running();
  world.flink.savepointFails = 'java.io.IOException: disk full';
  const { OperationId } = await world.call('StopApplication', { ApplicationName: 'app' });
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/disk full/);
  expect((await world.call('ListApplicationSnapshots', { ApplicationName: 'app' })).SnapshotSummaries).toMatchObject([
    { SnapshotStatus: 'FAILED' },
  ]);
});

test('a killed JobManager is replaced by an attempt that restores the last checkpoint of its own line', async () => {
  await running();
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
  await running();
  world.flink.checkpoint = { path: 'file:///old', jobId: 'f'.repeat(32), id: 9, completedAt: new Date(0) };
  world.flink.killJobManager();
  await world.settle();
  expect(world.flink.started).toHaveLength(2);
  expect(world.flink.started.at(-1)?.restore).toBeUndefined();
});

test('clusters that keep dying are replaced with growing patience', async () => {
  await running();
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
  await running();
  world.flink.killTaskManager();
  expect(await world.tick()).toBe('ensure');
  expect(world.flink.only.taskManagers).toEqual([true]);
});

test('a job that finishes takes its application to READY', async () => {
  await running();
  world.flink.only.job = { state: 'FINISHED', tasksUp: false, restarts: 0 };
  await world.settle();
  expect(await world.status()).toBe('READY');
});

test('manual snapshots are savepoints of the running job', async () => {
  await running();
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
  await running();
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
  await running();
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
  await running();
  const { OperationId } = await badUpdate();
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect((await world.operation(OperationId))?.OperationFailureDetails).toMatchObject({
    ErrorInfo: { ErrorString: /v2 is broken/ },
  });
});

test('with system rollback the version before comes back, with its state', async () => {
  await running();
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

test('a deletion stops the cluster and leaves no row', async () => {
  await running();
  const { ApplicationDetail } = await world.call('DescribeApplication', { ApplicationName: 'app' });
  await world.call('DeleteApplication', {
    ApplicationName: 'app',
    CreateTimestamp: ApplicationDetail.CreateTimestamp ?? new Date(0),
  });
  expect(await world.status()).toBe('DELETING');
  await world.settle();
  await expect(world.status()).rejects.toThrow(/not found/);
  expect(world.flink.removed).toHaveLength(1);
  await world.create();
  expect(await world.status()).toBe('READY');
});
