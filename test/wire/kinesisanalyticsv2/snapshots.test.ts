import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { S3_CODE, Served } from './served.ts';

let served: Served;
const all: Served[] = [];
const A = { ApplicationName: 'app' };
beforeEach(async () => {
  served = new Served();
  all.push(served);
  await served.open();
  await served.create('app', { ApplicationConfiguration: S3_CODE });
});
afterAll(() => Promise.all(all.map((each) => each.close())));

const running = () => served.ask('StartApplication', A).then(() => served.move('app', 'RUNNING'));
const status = async () => (await served.ask('DescribeApplication', A)).body.ApplicationDetail.ApplicationStatus;
const snapshot = (name: string, state: 'READY' | 'CREATING' = 'READY') =>
  served.move('app', 'RUNNING', { snapshot: { name, status: state, ...(state === 'READY' && { path: `file:/${name}` }) } });
const down = { jobState: 'RESTARTING', healthy: false, restarts: 3 };

describe('snapshots', () => {
  test('are made of running jobs only', async () => {
    // — MiniStack's record: InvalidRequestException, not ResourceInUseException
    expect(await served.said('CreateApplicationSnapshot', { ...A, SnapshotName: 's' })).toBe(
      '400 InvalidRequestException: Application app is in READY status. Snapshot creation is only allowed when application is in RUNNING status',
    );
    await running();
    expect((await served.ask('CreateApplicationSnapshot', { ...A, SnapshotName: 's' })).body).toEqual({});
    expect(await served.said('CreateApplicationSnapshot', { ...A, SnapshotName: 's' })).toBe(
      '400 ResourceInUseException: Provided Snapshot name s already exists for application app',
    );
    served.move('app', 'RUNNING', { health: down });
    expect(await served.said('CreateApplicationSnapshot', { ...A, SnapshotName: 't' })).toMatch(
      /^400 InvalidApplicationConfigurationException: /,
    );
    served.move('app', 'RUNNING', { health: null });
    snapshot('t');
    expect(await served.said('CreateApplicationSnapshot', { ...A, SnapshotName: 'u' })).toMatch(/^400 LimitExceededException: /);
    const { body } = await served.ask('DescribeApplicationSnapshot', { ...A, SnapshotName: 's' });
    expect(body.SnapshotDetails).toEqual({
      SnapshotName: 's',
      SnapshotStatus: 'CREATING',
      ApplicationVersionId: 1,
      SnapshotCreationTimestamp: expect.any(Number),
      RuntimeEnvironment: 'FLINK-1_20',
      ApplicationEncryptionConfigurationDescription: { KeyType: 'AWS_OWNED_KEY' },
    });
  });

  test('are deleted by name and second', async () => {
    await running();
    snapshot('s');
    const { SnapshotCreationTimestamp: second } = (await served.ask('DescribeApplicationSnapshot', { ...A, SnapshotName: 's' }))
      .body.SnapshotDetails;
    const remove = (SnapshotName: string, SnapshotCreationTimestamp: number) =>
      served.said('DeleteApplicationSnapshot', { ...A, SnapshotName, SnapshotCreationTimestamp });
    expect(await remove('x', second)).toMatch(/^400 ResourceNotFoundException: .*does not exist/);
    expect(await remove('s', second + 1)).toBe(
      `400 InvalidArgumentException: Snapshot 's' has a different SnapshotCreationTimestamp than the one you provided '${(second + 1) * 1000}'. Please call DescribeApplicationSnapshot to fetch valid SnapshotCreationTimestamp.`,
    );
    snapshot('c', 'CREATING');
    expect(await remove('c', second)).toMatch(/^400 (ResourceInUseException|InvalidArgumentException): /);
    expect(await remove('s', second)).toBe('200');
    const { body } = await served.ask('ListApplicationSnapshots', A);
    expect(body.SnapshotSummaries.map((s: { SnapshotStatus: string }) => s.SnapshotStatus).sort()).toEqual([
      'CREATING',
      'DELETING',
    ]);
  });
});

test('operations are listed newest first, and filtered', async () => {
  await running();
  await served.ask('StopApplication', A);
  const list = async (more: object = {}) =>
    (await served.ask('ListApplicationOperations', { ...A, ...more })).body.ApplicationOperationInfoList.map(
      (o: { Operation: string }) => o.Operation,
    );
  expect(await list({ Operation: 'StartApplication' })).toEqual(['StartApplication']);
  expect(await list({ OperationStatus: 'IN_PROGRESS' })).toEqual(['StopApplication']);
  expect((await list()).sort()).toEqual(['StartApplication', 'StopApplication']);
  expect(await served.said('DescribeApplicationOperation', { ...A, OperationId: 'none' })).toMatch(
    /^400 ResourceNotFoundException: /,
  );
});

test('the maintenance window makes no version', async () => {
  const input = { ...A, ApplicationMaintenanceConfigurationUpdate: { ApplicationMaintenanceWindowStartTimeUpdate: '20:30' } };
  const { body } = await served.ask('UpdateApplicationMaintenanceConfiguration', input);
  expect(body.ApplicationMaintenanceConfigurationDescription).toEqual({
    ApplicationMaintenanceWindowStartTime: '20:30',
    ApplicationMaintenanceWindowEndTime: '04:30',
  });
  expect((await served.ask('DescribeApplication', A)).body.ApplicationDetail.ApplicationVersionId).toBe(1);
  await served.ask('StartApplication', A);
  expect(await served.said('UpdateApplicationMaintenanceConfiguration', input)).toMatch(/^400 ResourceInUseException: /);
});

test('the job plan and the dashboard are those of a running job', async () => {
  const url = { ...A, UrlType: 'FLINK_DASHBOARD_URL' };
  expect(await served.said('CreateApplicationPresignedUrl', url)).toMatch(/^400 ResourceInUseException: /);
  await running();
  const { body } = await served.ask('DescribeApplication', { ...A, IncludeAdditionalDetails: true });
  const flink = body.ApplicationDetail.ApplicationConfigurationDescription.FlinkApplicationConfigurationDescription;
  expect(flink.JobPlanDescription).toBe('{"jid":"0"}');
  expect((await served.ask('CreateApplicationPresignedUrl', url)).body.AuthorizedUrl).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/dashboard$/,
  );
  expect(await served.said('CreateApplicationPresignedUrl', { ...A, UrlType: 'ZEPPELIN_UI_URL' })).toMatch(
    /^400 InvalidArgumentException: /,
  );
});

test('a deletion names the second of the creation', async () => {
  const { CreateTimestamp } = (await served.ask('DescribeApplication', A)).body.ApplicationDetail;
  // — MiniStack's record
  expect(await served.said('DeleteApplication', { ...A, CreateTimestamp: CreateTimestamp - 1 })).toBe(
    "400 ConcurrentModificationException: The application with name: 'app' has a different create timestamp than the one you provided. Please call DescribeApplication to fetch valid create timestamp.",
  );
  expect((await served.ask('DeleteApplication', { ...A, CreateTimestamp })).body).toEqual({});
  expect(await status()).toBe('DELETING');
});
