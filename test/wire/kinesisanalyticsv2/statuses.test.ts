import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { S3_CODE, Served } from './served.ts';

// What may be called in which status — model, developer guide, terraform-provider-aws, MiniStack's record; where nobody has published
// it (`?` in the comments), what is kept here is the refusal that loses nothing.

let served: Served;
const all: Served[] = [];
const A = { ApplicationName: 'app' };
beforeEach(async () => {
  served = new Served();
  all.push(served);
  await served.open();
  await served.create('app', { ApplicationConfiguration: S3_CODE });
  // a second version and a snapshot, so that a rollback has what it needs
  await served.ask('UpdateApplication', { ...A, CurrentApplicationVersionId: 1 });
  await served.ask('StartApplication', A);
  served.move('app', 'RUNNING');
  await served.ask('CreateApplicationSnapshot', { ...A, SnapshotName: 'kept' });
  served.move('app', 'RUNNING', { snapshot: { name: 'kept', status: 'READY', path: '/nowhere' } });
});
afterAll(() => Promise.all(all.map((each) => each.close())));

const V2 = { ...A, CurrentApplicationVersionId: 2 };
const VPC = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
const LOG = { LogStreamARN: 'arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s' };
const created = async () => (await served.ask('DescribeApplication', A)).body.ApplicationDetail.CreateTimestamp;
const snapped = async () =>
  (await served.ask('DescribeApplicationSnapshot', { ...A, SnapshotName: 'kept' })).body.SnapshotDetails
    .SnapshotCreationTimestamp;

const STATUSES = [
  'READY',
  'STARTING',
  'RUNNING',
  'UPDATING',
  'AUTOSCALING',
  'MAINTENANCE',
  'STOPPING',
  'FORCE_STOPPING',
  'ROLLING_BACK',
  'DELETING',
] as const;
type Status = (typeof STATUSES)[number];

interface Row {
  readonly call: () => Promise<string>;
  readonly allowed: readonly Status[];
  readonly refusal?: string;
}

const TABLE: Readonly<Record<string, Row>> = {
  StartApplication: { call: () => served.said('StartApplication', A), allowed: ['READY'] },
  StopApplication: { call: () => served.said('StopApplication', A), allowed: ['RUNNING'] },
  'StopApplication Force': {
    call: () => served.said('StopApplication', { ...A, Force: true }),
    // ? ROLLING_BACK, MAINTENANCE: the way out of what hangs
    allowed: ['STARTING', 'RUNNING', 'UPDATING', 'AUTOSCALING', 'MAINTENANCE', 'STOPPING', 'ROLLING_BACK'],
  },
  UpdateApplication: { call: () => served.said('UpdateApplication', V2), allowed: ['READY', 'RUNNING'] },
  AddApplicationVpcConfiguration: {
    call: () => served.said('AddApplicationVpcConfiguration', { ...V2, VpcConfiguration: VPC }),
    allowed: ['READY', 'RUNNING'],
  },
  AddApplicationCloudWatchLoggingOption: {
    call: () => served.said('AddApplicationCloudWatchLoggingOption', { ...V2, CloudWatchLoggingOption: LOG }),
    allowed: ['READY', 'RUNNING'],
  },
  UpdateApplicationMaintenanceConfiguration: {
    call: () =>
      served.said('UpdateApplicationMaintenanceConfiguration', {
        ...A,
        ApplicationMaintenanceConfigurationUpdate: { ApplicationMaintenanceWindowStartTimeUpdate: '01:00' },
      }),
    allowed: ['READY', 'RUNNING'],
  },
  RollbackApplication: {
    call: () => served.said('RollbackApplication', V2),
    allowed: ['RUNNING', 'UPDATING', 'AUTOSCALING'],
  },
  CreateApplicationSnapshot: {
    call: () => served.said('CreateApplicationSnapshot', { ...A, SnapshotName: 'new' }),
    allowed: ['RUNNING'],
    refusal: 'InvalidRequestException',
  },
  DeleteApplicationSnapshot: {
    call: async () =>
      served.said('DeleteApplicationSnapshot', { ...A, SnapshotName: 'kept', SnapshotCreationTimestamp: await snapped() }),
    // ? all others: a start may be reading it
    allowed: ['READY', 'RUNNING'],
  },
  CreateApplicationPresignedUrl: {
    call: () => served.said('CreateApplicationPresignedUrl', { ...A, UrlType: 'FLINK_DASHBOARD_URL' }),
    allowed: ['RUNNING'],
  },
  DeleteApplication: {
    call: async () => served.said('DeleteApplication', { ...A, CreateTimestamp: await created() }),
    // ? transient statuses
    allowed: ['READY', 'RUNNING'],
  },
  DescribeApplication: { call: () => served.said('DescribeApplication', A), allowed: STATUSES },
  ListApplicationOperations: { call: () => served.said('ListApplicationOperations', A), allowed: STATUSES },
  ListApplicationSnapshots: { call: () => served.said('ListApplicationSnapshots', A), allowed: STATUSES },
  TagResource: {
    call: () =>
      served.said('TagResource', {
        ResourceARN: 'arn:aws:kinesisanalytics:us-east-1:123456789012:application/app',
        Tags: [{ Key: 'k', Value: 'v' }],
      }),
    allowed: STATUSES,
  },
};

describe.each(Object.entries(TABLE))('%s', (_, { call, allowed, refusal = 'ResourceInUseException' }) => {
  test.each(allowed)('%s: taken', async (status) => {
    served.move('app', status);
    expect(await call()).toBe('200');
  });

  test('every other status: refused, and nothing has changed', async () => {
    for (const status of STATUSES.filter((each) => !allowed.includes(each))) {
      served.move('app', status);
      const before = (await served.ask('DescribeApplication', A)).body;
      expect(await call()).toMatch(new RegExp(`^400 ${refusal}: .*\\b(${status}|in use)\\b`));
      expect((await served.ask('DescribeApplication', A)).body).toEqual(before);
    }
  });
});

test('of calls made at the same moment one is taken, and the others are told why', async () => {
  served.move('app', 'READY');
  const starts = await Promise.all(Array.from({ length: 20 }, () => served.said('StartApplication', A)));
  expect(starts.filter((said) => said === '200')).toHaveLength(1);
  expect(new Set(starts.filter((said) => said !== '200'))).toEqual(
    new Set(["400 ResourceInUseException: Application cannot be started in 'STARTING' state"]),
  );
  served.move('app', 'RUNNING');
  const updates = await Promise.all(Array.from({ length: 20 }, () => served.said('UpdateApplication', V2)));
  expect(updates.filter((said) => said === '200')).toHaveLength(1);
  for (const said of updates.filter((each) => each !== '200')) {
    expect(said).toMatch(/^400 (ConcurrentModificationException|ResourceInUseException): /);
  }
  const { ApplicationOperationInfoList: operations } = (await served.ask('ListApplicationOperations', A)).body;
  expect(operations.map(({ Operation }: { Operation: string }) => Operation)).toEqual([
    'UpdateApplication',
    'StartApplication',
    'StartApplication',
    'UpdateApplication',
  ]);
  expect((await served.ask('ListApplicationVersions', A)).body.ApplicationVersionSummaries).toHaveLength(3);
});
