import { afterEach, beforeEach, expect, test } from 'vitest';
import { SCOPE, World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.create();
  await world.create();
});
afterEach(() => world.close());

test('a start is STARTING at once and RUNNING when the job runs with all its tasks', async () => {
  world.flink.jobsStayAt = 'CREATED';
  const { OperationId } = await world.start();
  expect(OperationId).toMatch(/^[A-Za-z0-9]{12}$/);
  expect(await world.status()).toBe('STARTING');
  expect(world.woken).toEqual(['app', 'app']);
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
  const { OperationId } = await world.start();
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

test.each([
  { signal: 'SIGKILL' },
  { code: 1, reason: 'java.net.BindException: Could not start rest endpoint on any port in port range 8081' },
])('a start that fails for no fault of the code has no code error: %o', async (exit) => {
  world.flink.jobsStayAt = 'nothing';
  const { OperationId } = await world.start();
  await world.settle();
  world.flink.killJobManager(exit);
  await world.settle();
  expect(await world.status()).toBe('READY');
  const told = (await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString;
  expect(told).toMatch(exit.reason ?? /^The JobManager process was ended by SIGKILL\./);
  expect(world.logged.map(({ message }) => JSON.parse(message))).toMatchObject([{ messageType: 'ERROR' }]);
  expect(world.logged[0]?.message).not.toContain('errorCode');
});

test.each([{ signal: 'SIGTERM' as const, reason: 'The JobManager was ended by SIGTERM.' }, {}])(
  'a start that was under way when Millrace and Flink were stopped goes on with the next Millrace: %o',
  async (exit) => {
    world.flink.jobsStayAt = 'nothing';
    const { OperationId } = await world.start();
    await world.settle();
    world.flink.killJobManager(exit);
    world.flink.jobsStayAt = undefined;
    world.restart();
    await world.settle();
    expect(await world.status()).toBe('RUNNING');
    expect((await world.operation(OperationId))?.OperationStatus).toBe('SUCCESSFUL');
    expect(world.logged).toEqual([]);
  },
);

test('a job that finishes takes its application to READY, without a failure', async () => {
  const { OperationId } = await world.running();
  world.flink.only.job = { state: 'FINISHED', tasksUp: false, restarts: 0 };
  expect(await world.settle()).toEqual(['rest']);
  expect(await world.status()).toBe('READY');
  expect((await world.operation(OperationId))?.OperationStatus).toBe('SUCCESSFUL');
  expect(world.logged).toEqual([]);
});

test('a crash loop is RUNNING, and status tells the newest cause', async () => {
  await world.running();
  const failure = { message: 'java.lang.IllegalStateException: record 7', trace: '' };
  world.flink.only.job = { state: 'RESTARTING', tasksUp: false, restarts: 12, failure };
  expect(await world.tick()).toBe('nothing');
  expect(await world.status()).toBe('RUNNING');
  expect(world.supervisor.report({ scope: SCOPE, name: 'app' })).toMatchObject({
    job: { state: 'RESTARTING', restarts: 12 },
    lastFailure: 'java.lang.IllegalStateException: record 7',
  });
});

test('a role that cannot be assumed any more fails the start', async () => {
  world.trusted = false;
  const { OperationId } = await world.start();
  await world.settle();
  expect(await world.status()).toBe('READY');
  const operation = await world.operation(OperationId);
  expect(operation?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/^The execution role .* cannot be assumed/);
});

test('code that is gone, and code that is too large, fail the start', async () => {
  world.readable = false;
  let { OperationId } = await world.start();
  await world.settle();
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(
    /^Please check the role provided/,
  );
  world.readable = true;
  world.codeBytes = 512 * 1024 * 1024 + 1;
  ({ OperationId } = await world.start());
  await world.settle();
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/512 MiB/);
  expect(await world.status()).toBe('READY');
});

test('a runtime that cannot be installed fails the start', async () => {
  world.flink.prepareFails = new Error('no network');
  const { OperationId } = await world.start();
  await world.settle();
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/no network/);
});

test('main() that submits nothing in five minutes fails the start', async () => {
  world.flink.jobsStayAt = 'nothing';
  const { OperationId } = await world.start();
  await world.settle();
  expect(await world.status()).toBe('STARTING');
  await world.clock.advance(300_001);
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toBe(
    'Flink job did not start within a total timeout of 5 minutes for application: app under account: 000000000000',
  );
});

test('a stop takes a savepoint, and the next start restores from it', async () => {
  await world.running();
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
  await world.running();
  expect(world.flink.started.at(-1)?.restore?.path).toMatch(/savepoint-/);
});

test('a forced stop takes none, and cancels what it overtakes', async () => {
  world.flink.jobsStayAt = 'CREATED';
  const first = await world.start();
  await world.settle();
  await world.call('StopApplication', { ApplicationName: 'app', Force: true });
  expect(await world.status()).toBe('FORCE_STOPPING');
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect((await world.operation(first.OperationId))?.OperationStatus).toBe('CANCELLED');
  expect((await world.call('ListApplicationSnapshots', { ApplicationName: 'app' })).SnapshotSummaries).toEqual([]);
});

test('a savepoint that fails leaves the job running and the stop failed', async () => {
  await world.running();
  world.flink.savepointFails = 'java.io.IOException: disk full';
  const { OperationId } = await world.call('StopApplication', { ApplicationName: 'app' });
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect((await world.operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(/disk full/);
  expect((await world.call('ListApplicationSnapshots', { ApplicationName: 'app' })).SnapshotSummaries).toMatchObject([
    { SnapshotStatus: 'FAILED' },
  ]);
});

test('a deletion stops the cluster and leaves no row', async () => {
  await world.running();
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
