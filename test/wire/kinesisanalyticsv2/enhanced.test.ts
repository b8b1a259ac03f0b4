import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ACCOUNT, ROLE, S3_CODE, Served } from './served.ts';

let served: Served;
const all: Served[] = [];
const A = { ApplicationName: 'app' };
const ENHANCED = { ApplicationSnapshotConfiguration: { SnapshotsEnabled: true, SnapshotMode: 'ENHANCED_SNAPSHOTS' } };
const ARN = `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:snapshot`;
beforeEach(async () => {
  served = new Served();
  all.push(served);
  await served.open();
  await served.create('app', { ApplicationConfiguration: { ...S3_CODE, ...ENHANCED } });
});
afterAll(() => Promise.all(all.map((each) => each.close())));

const running = () => served.ask('StartApplication', A).then(() => served.move('app', 'RUNNING'));
const take = (SnapshotName: string, more: object = {}) => served.ask('CreateSnapshot', { ...A, SnapshotName, ...more });
const became = (name: string, status: 'READY' | 'FAILED') =>
  served.move('app', 'RUNNING', {
    snapshot: { name, status, enhanced: true, directory: 'd', ...(status === 'READY' && { path: 'file:/d/s', bytes: 7 }) },
  });
const details = async (SnapshotName: string) => (await served.ask('DescribeSnapshot', { SnapshotName })).body.SnapshotInfoDetails;
const at = { BucketARN: 'arn:aws:s3:::b', KeyPrefix: 'p/' };
const to = { DestinationType: 'S3', ExportRoleArn: ROLE, DestinationS3PrefixLocation: at };
const from = { SourceType: 'S3', ImportRoleArn: ROLE, SourceS3PrefixLocation: at };

describe('the mode', () => {
  // — developer guide, snapshots-upgrade: Flink 1.20 or later; the current runtime counts; no way back but a rollback
  test('needs Flink 1.20, and stays', async () => {
    expect(
      await served.said('CreateApplication', {
        ApplicationName: 'old',
        RuntimeEnvironment: 'FLINK-1_19',
        ServiceExecutionRole: ROLE,
        ApplicationConfiguration: ENHANCED,
      }),
    ).toMatch(/^400 InvalidArgumentException: /);
    const update = (ApplicationName: string, SnapshotModeUpdate: string, more: object = {}) =>
      served.said('UpdateApplication', {
        ApplicationName,
        CurrentApplicationVersionId: 1,
        ApplicationConfigurationUpdate: {
          ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: true, SnapshotModeUpdate },
        },
        ...more,
      });
    await served.create('old', { RuntimeEnvironment: 'FLINK-1_19' });
    expect(await update('old', 'ENHANCED_SNAPSHOTS', { RuntimeEnvironmentUpdate: 'FLINK-1_20' })).toMatch(
      /^400 InvalidArgumentException: /,
    );
    expect(await update('app', 'APPLICATION_SNAPSHOTS_LEGACY')).toMatch(/^400 InvalidArgumentException: /);
    const { body } = await served.ask('DescribeApplication', A);
    expect(body.ApplicationDetail.ApplicationConfigurationDescription.ApplicationSnapshotConfigurationDescription).toEqual(
      ENHANCED.ApplicationSnapshotConfiguration,
    );
  });

  test('decides which snapshots there are and how a start names them', async () => {
    const start = (restore: object) =>
      served.said('StartApplication', {
        ...A,
        RunConfiguration: {
          ApplicationRestoreConfiguration: { ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', ...restore },
        },
      });
    expect(await start({ SnapshotName: 's' })).toMatch(/^400 InvalidArgumentException: /);
    expect(await start({ SnapshotArn: `${ARN}/s`, SnapshotName: 's' })).toMatch(/^400 InvalidArgumentException: /);
    expect(await start({ SnapshotArn: `${ARN}/s` })).toMatch(/^400 InvalidArgumentException: .*does not exist/);
    await running();
    expect(await served.said('CreateApplicationSnapshot', { ...A, SnapshotName: 's' })).toMatch(
      /^400 InvalidApplicationConfigurationException: /,
    );
    await served.create('legacy');
    expect(await served.said('CreateSnapshot', { ApplicationName: 'legacy', SnapshotName: 's' })).toMatch(
      /^400 InvalidApplicationConfigurationException: /,
    );
  });
});

describe('snapshots', () => {
  test('are made of running jobs, one at a time, under names nobody else has', async () => {
    expect(await served.said('CreateSnapshot', { ...A, SnapshotName: 's' })).toMatch(/^400 ResourceInUseException: /);
    await running();
    expect(await served.said('CreateSnapshot', { ...A, SnapshotName: 'SystemSnapshot-1' })).toMatch(
      /^400 InvalidArgumentException: /,
    );
    const { body } = await take('s', { SnapshotDescription: 'before', Tags: [{ Key: 'k', Value: 'v' }] });
    // — developer guide, snapshots-api-examples
    expect(body).toEqual({
      SnapshotArn: `${ARN}/s`,
      SnapshotStatus: 'CREATING',
      SnapshotOperationId: expect.stringMatching(/^[A-Za-z0-9]{12}$/),
      SnapshotOperationStatus: 'IN_PROGRESS',
    });
    expect(await served.said('CreateSnapshot', { ...A, SnapshotName: 's' })).toMatch(/^400 ResourceInUseException: /);
    expect(await served.said('CreateSnapshot', { ...A, SnapshotName: 't' })).toMatch(/^400 LimitExceededException: /);
    const { SnapshotCreationTimestamp } = await details('s');
    expect(await served.said('DeleteSnapshot', { SnapshotName: 's', SnapshotCreationTimestamp })).toMatch(
      /^400 ResourceInUseException: /,
    );
    became('s', 'READY');
    expect(await details('s')).toEqual({
      SnapshotName: 's',
      SnapshotArn: `${ARN}/s`,
      SnapshotDescription: 'before',
      SnapshotStatus: 'READY',
      SnapshotCreationTimestamp: expect.any(Number),
      RuntimeEnvironment: 'FLINK-1_20',
      SnapshotSizeInBytes: 7,
      SnapshotEncryptionConfigurationDescription: { KeyType: 'AWS_OWNED_KEY' },
      SnapshotInitiator: 'USER',
      SnapshotInitiatorOperation: 'CreateSnapshot',
      SnapshotSourceDescription: {
        SourceApplicationDescription: {
          ApplicationName: 'app',
          ApplicationCreationTimestamp: expect.any(Number),
          ApplicationVersionId: 1,
        },
      },
      SnapshotFormat: 'CANONICAL',
    });
    expect((await served.ask('ListTagsForResource', { ResourceARN: `${ARN}/s` })).body.Tags).toEqual([{ Key: 'k', Value: 'v' }]);
    await served.ask('TagResource', { ResourceARN: `${ARN}/s`, Tags: [{ Key: 'l', Value: '' }] });
    await served.ask('UntagResource', { ResourceARN: `${ARN}/s`, TagKeys: ['k'] });
    expect((await served.ask('ListTagsForResource', { ResourceARN: `${ARN}/s` })).body.Tags).toEqual([{ Key: 'l', Value: '' }]);
    expect(await served.said('DeleteSnapshot', { SnapshotName: 's', SnapshotCreationTimestamp: 1 })).toMatch(
      /^400 InvalidArgumentException: /,
    );
    expect((await served.ask('DeleteSnapshot', { SnapshotName: 's', SnapshotCreationTimestamp })).body).toMatchObject({
      SnapshotStatus: 'DELETING',
      SnapshotOperationStatus: 'IN_PROGRESS',
    });
  });

  test('are not made of a job in downtime', async () => {
    await running();
    served.move('app', 'RUNNING', { health: { jobState: 'RESTARTING', healthy: false, restarts: 1 } });
    expect(await served.said('CreateSnapshot', { ...A, SnapshotName: 's' })).toMatch(
      /^400 InvalidApplicationConfigurationException: /,
    );
  });

  test('are listed newest first, by at most one filter, in pages', async () => {
    await running();
    for (const name of ['a', 'b', 'c']) {
      await take(name);
      became(name, name === 'b' ? 'FAILED' : 'READY');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const list = async (input: object) => (await served.ask('ListSnapshots', input)).body;
    const names = async (input: object) =>
      (await list(input)).SnapshotInfoList.map((s: { SnapshotName: string }) => s.SnapshotName);
    expect(await names({})).toEqual(['c', 'b', 'a']);
    expect(await names({ SnapshotStatus: 'FAILED' })).toEqual(['b']);
    expect(await names({ SourceApplicationName: 'other' })).toEqual([]);
    expect(await names({ SnapshotInitiator: 'SYSTEM' })).toEqual([]);
    expect(await names({ SnapshotInitiatorOperation: 'CreateSnapshot' })).toEqual(['c', 'b', 'a']);
    expect(await served.said('ListSnapshots', { SnapshotStatus: 'READY', SnapshotInitiator: 'USER' })).toMatch(
      /^400 InvalidArgumentException: /,
    );
    const first = await list({ Limit: 2 });
    expect(await names({ Limit: 2, NextToken: first.NextToken })).toEqual(['a']);
    expect(await served.said('ListSnapshots', { NextToken: 'nobody' })).toMatch(/^400 InvalidArgumentException: /);
    const failed = (await served.ask('ListSnapshotOperations', { SnapshotName: 'b', SnapshotOperationStatus: 'FAILED' })).body;
    expect(failed.SnapshotOperationInfoList).toHaveLength(1);
    const none = { SnapshotName: 'b', SnapshotOperation: 'DeleteSnapshot' };
    expect((await served.ask('ListSnapshotOperations', none)).body.SnapshotOperationInfoList).toEqual([]);
  });

  test('unknown ones are not found', async () => {
    const S = { SnapshotName: 'none' };
    for (const [operation, input] of [
      ['DescribeSnapshot', S],
      ['ListSnapshotOperations', S],
      ['DescribeSnapshotOperation', { ...S, SnapshotOperationId: 'x' }],
      ['DeleteSnapshot', { ...S, SnapshotCreationTimestamp: 1 }],
      ['ExportSnapshot', { ...S, ExportDestinationConfiguration: to }],
    ] as const) {
      expect(await served.said(operation, input)).toMatch(/^400 ResourceNotFoundException: .*does not exist/);
    }
    expect(await served.said('CreateSnapshot', { ApplicationName: 'none', SnapshotName: 's' })).toMatch(
      /^400 ResourceNotFoundException: /,
    );
  });
});

describe('exports and imports', () => {
  test('one export at a time, of what is READY, under a role that trusts the service', async () => {
    await running();
    const out = (more: object = {}) =>
      served.said('ExportSnapshot', { SnapshotName: 's', ExportDestinationConfiguration: { ...to, ...more } });
    await take('s');
    expect(await out()).toMatch(/^400 ResourceInUseException: /);
    became('s', 'READY');
    served.trusted = false;
    expect(await out()).toMatch(/^400 InvalidArgumentException: /);
    served.trusted = true;
    const key = { KeyType: 'CUSTOMER_MANAGED_KEY', KeyId: 'k' };
    expect(await out({ DestinationEncryptionConfiguration: key })).toMatch(/^400 UnsupportedOperationException: /);
    expect(await out({ DestinationS3PrefixLocation: { ...at, BucketARN: 'arn:aws:sns:::b' } })).toMatch(
      /^400 InvalidArgumentException: /,
    );
    expect(await out()).toBe('200');
    expect(await out()).toMatch(/^400 LimitExceededException: /);
    const [work] = served.control.snapshotKeeping.work();
    expect(work).toMatchObject({ kind: 'export', prefix: 'p/', roleArn: ROLE, directory: 'd' });
  });

  test('an import reserves its name and says where from', async () => {
    const { body } = await served.ask('ImportSnapshot', { SnapshotName: 'in', ImportSourceConfiguration: from });
    expect(body).toMatchObject({ SnapshotArn: `${ARN}/in`, SnapshotStatus: 'CREATING', SnapshotOperationStatus: 'IN_PROGRESS' });
    expect(await details('in')).toMatchObject({
      SnapshotInitiatorOperation: 'ImportSnapshot',
      SnapshotSourceDescription: { S3PrefixLocation: at },
    });
    expect(await served.said('ImportSnapshot', { SnapshotName: 'in', ImportSourceConfiguration: from })).toMatch(
      /^400 ResourceInUseException: /,
    );
    const question = { SnapshotName: 'in', SnapshotOperationId: body.SnapshotOperationId };
    const { SnapshotOperationInfoDetails } = (await served.ask('DescribeSnapshotOperation', question)).body;
    expect(SnapshotOperationInfoDetails).toMatchObject({
      SnapshotOperation: 'ImportSnapshot',
      SnapshotSourceLocationDescription: { LocationType: 'S3', S3PrefixLocation: at },
    });
    served.trusted = false;
    expect(await served.said('ImportSnapshot', { SnapshotName: 'other', ImportSourceConfiguration: from })).toMatch(
      /^400 InvalidArgumentException: /,
    );
  });
});

test('permissions are those of the snapshot’s own ARN', async () => {
  await running();
  await take('mine');
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'kinesisanalytics:DescribeSnapshot', Resource: `${ARN}/mine` }],
  };
  const user = await served.user('reader', policy);
  expect(await served.said('DescribeSnapshot', { SnapshotName: 'mine' }, user)).toBe('200');
  expect(await served.said('DescribeSnapshot', { SnapshotName: 'yours' }, user)).toMatch(/^400 AccessDeniedException: /);
  expect(await served.said('ListSnapshots', {}, user)).toMatch(/^400 AccessDeniedException: /);
});
