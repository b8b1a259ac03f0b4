import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { World } from './world.ts';

let world: World;
const APP = { ApplicationName: 'app' };
const MODE = { ApplicationSnapshotConfiguration: { SnapshotsEnabled: true, SnapshotMode: 'ENHANCED_SNAPSHOTS' } } as const;
const CODE = {
  ApplicationCodeConfiguration: {
    CodeContentType: 'ZIPFILE',
    CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'app.jar' } },
  },
} as const;
const AT = { BucketARN: 'arn:aws:s3:::b', KeyPrefix: 'out/' };
const ROLE = 'arn:aws:iam::000000000000:role/move';
const TO = { DestinationType: 'S3', ExportRoleArn: ROLE, DestinationS3PrefixLocation: AT } as const;

beforeEach(async () => {
  world = await World.create();
  await world.create({ ApplicationConfiguration: { ...CODE, ...MODE } });
});
afterEach(() => world.close());

const started = async () => {
  await world.call('StartApplication', APP);
  await world.settle();
};
const taken = async (SnapshotName = 's') => {
  await world.call('CreateSnapshot', { ...APP, SnapshotName });
  await world.settle();
};
const described = async (SnapshotName = 's') => (await world.call('DescribeSnapshot', { SnapshotName })).SnapshotInfoDetails;
const operations = async (SnapshotName = 's') =>
  (await world.call('ListSnapshotOperations', { SnapshotName })).SnapshotOperationInfoList;
const root = () => join(world.directory, 'snapshots');
const from = (KeyPrefix: string) =>
  ({ SourceType: 'S3', ImportRoleArn: ROLE, SourceS3PrefixLocation: { ...AT, KeyPrefix } }) as const;
const forgotten = async () => {
  const { CreateTimestamp = new Date(0) } = (await world.call('DescribeApplication', APP)).ApplicationDetail;
  await world.call('DeleteApplication', { ...APP, CreateTimestamp });
  await world.settle();
};

test('outlive the application they were taken of, and start another one', async () => {
  await started();
  await taken();
  expect(await described()).toMatchObject({ SnapshotStatus: 'READY', SnapshotSizeInBytes: 4, SnapshotFormat: 'CANONICAL' });
  await forgotten();
  expect((await described()).SnapshotStatus).toBe('READY');
  await world.create({ ApplicationConfiguration: { ...CODE, ...MODE } });
  const ApplicationRestoreConfiguration = {
    ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
    SnapshotArn: 'arn:aws:kinesisanalytics:us-east-1:000000000000:snapshot/s',
  } as const;
  await world.call('StartApplication', { ...APP, RunConfiguration: { ApplicationRestoreConfiguration } });
  await world.settle();
  expect(world.flink.only.spec.restore?.path).toContain('/snapshots/');
  const { ApplicationDetail } = await world.call('DescribeApplication', APP);
  expect(
    ApplicationDetail.ApplicationConfigurationDescription?.RunConfigurationDescription
      ?.ApplicationRestoreConfigurationDescription,
  ).toEqual(ApplicationRestoreConfiguration);
});

test('a new application of the same name does not take the state of the old one by itself', async () => {
  await started();
  await taken();
  await forgotten();
  await world.create({ ApplicationConfiguration: { ...CODE, ...MODE } });
  await started();
  expect(world.flink.only.spec.restore).toBeUndefined();
});

test('stops and updates take system snapshots, and the next start restores the latest', async () => {
  await started();
  const { OperationId } = await world.call('StopApplication', APP);
  await world.settle();
  const { SnapshotInfoList } = await world.call('ListSnapshots', { SnapshotInitiator: 'SYSTEM' });
  const [system] = SnapshotInfoList;
  expect(system).toMatchObject({ SnapshotStatus: 'READY', SnapshotInitiatorOperation: 'SystemCreateSnapshot' });
  expect(system?.SnapshotName).toMatch(/^SYSTEMSNAPSHOT-app-\d+$/);
  const SnapshotName = system?.SnapshotName ?? '';
  const [operation] = await operations(SnapshotName);
  const SnapshotOperationId = operation?.SnapshotOperationId ?? '';
  const { SnapshotOperationInfoDetails } = await world.call('DescribeSnapshotOperation', { SnapshotName, SnapshotOperationId });
  expect(SnapshotOperationInfoDetails).toMatchObject({
    SnapshotOperationStatus: 'SUCCESSFUL',
    ApplicationOperationDescription: { ApplicationName: 'app', ApplicationOperationId: OperationId },
  });
  expect((await world.call('ListApplicationSnapshots', APP)).SnapshotSummaries).toEqual([]);
  await started();
  expect(world.flink.only.spec.restore?.path).toContain('/snapshots/');
});

test('legacy snapshots stay the state of an application that is switched over', async () => {
  await forgotten();
  await world.create();
  await started();
  await world.call('StopApplication', APP);
  await world.settle();
  const ApplicationSnapshotConfigurationUpdate = {
    SnapshotsEnabledUpdate: true,
    SnapshotModeUpdate: 'ENHANCED_SNAPSHOTS',
  } as const;
  const ApplicationConfigurationUpdate = { ApplicationSnapshotConfigurationUpdate };
  await world.call('UpdateApplication', { ...APP, CurrentApplicationVersionId: 1, ApplicationConfigurationUpdate });
  await started();
  expect(world.flink.only.spec.restore?.path).toContain('/savepoints/');
});

test('a savepoint that fails leaves a FAILED snapshot, whose name is free once it is deleted', async () => {
  await started();
  world.flink.savepointFails = 'java.io.IOException: full';
  await taken();
  const { SnapshotStatus, SnapshotCreationTimestamp } = await described();
  expect(SnapshotStatus).toBe('FAILED');
  expect((await operations())[0]?.SnapshotOperationStatus).toBe('FAILED');
  await expect(taken()).rejects.toThrow(/already in use/);
  await world.call('DeleteSnapshot', { SnapshotName: 's', SnapshotCreationTimestamp });
  await world.keep();
  await expect(described()).rejects.toThrow(/does not exist/);
  world.flink.savepointFails = undefined;
  await taken();
  expect((await described()).SnapshotStatus).toBe('READY');
});

test('an application that is deleted or stopped while a snapshot is made leaves it FAILED', async () => {
  await started();
  world.flink.savepointsHang = true;
  await world.call('CreateSnapshot', { ...APP, SnapshotName: 'stopped' });
  await world.tick();
  await world.call('StopApplication', { ...APP, Force: true });
  await world.settle();
  expect((await described('stopped')).SnapshotStatus).toBe('FAILED');
  await started();
  await world.call('CreateSnapshot', { ...APP, SnapshotName: 'deleted' });
  await forgotten();
  expect((await described('deleted')).SnapshotStatus).toBe('FAILED');
});

test('are exported with their metadata last, and imported again', async () => {
  await started();
  await taken();
  const { SnapshotOperationId } = await world.call('ExportSnapshot', { SnapshotName: 's', ExportDestinationConfiguration: TO });
  await world.keep();
  expect([...world.objects.keys()]).toEqual([`out/${SnapshotOperationId}/_metadata`]);
  const SnapshotName = 'in';
  await world.call('ImportSnapshot', { SnapshotName, ImportSourceConfiguration: from(`out/${SnapshotOperationId}/`) });
  await world.keep();
  expect(await described('in')).toMatchObject({ SnapshotStatus: 'READY', SnapshotSizeInBytes: 4 });
  await world.call('ImportSnapshot', { SnapshotName: 'none', ImportSourceConfiguration: from('elsewhere/') });
  await world.keep();
  expect((await described('none')).SnapshotStatus).toBe('FAILED');
});

test('what the role may not write fails the export, in the words of S3; the snapshot stays READY', async () => {
  await started();
  await taken();
  world.readable = false;
  const { SnapshotOperationId } = await world.call('ExportSnapshot', { SnapshotName: 's', ExportDestinationConfiguration: TO });
  await world.keep();
  const { SnapshotOperationInfoDetails } = await world.call('DescribeSnapshotOperation', {
    SnapshotName: 's',
    SnapshotOperationId,
  });
  expect(SnapshotOperationInfoDetails).toMatchObject({
    SnapshotOperationStatus: 'FAILED',
    SnapshotOperationFailureDetails: { ErrorInfo: { ErrorCode: 'AccessDenied', ErrorString: 'Access Denied' } },
    SnapshotDestinationLocationDescription: { S3PrefixLocation: { ExportedPrefix: `out/${SnapshotOperationId}` } },
  });
  expect((await described()).SnapshotStatus).toBe('READY');
});

test('a deletion waits for the export, then the files are gone', async () => {
  await started();
  await taken();
  const { SnapshotCreationTimestamp } = await described();
  await world.call('ExportSnapshot', { SnapshotName: 's', ExportDestinationConfiguration: TO });
  await world.call('DeleteSnapshot', { SnapshotName: 's', SnapshotCreationTimestamp });
  await world.keep();
  expect(world.objects.size).toBe(1);
  expect(readdirSync(root())).toEqual([]);
});

test('a crash between any two steps of an export, an import or a deletion ends in the truth', async () => {
  await started();
  await taken();
  const path = world.flink.only.savepoints.values().next().value;
  if (path?.state !== 'completed') throw new Error('no savepoint');
  expect(existsSync(fileURLToPath(path.path))).toBe(true);
  await world.call('ExportSnapshot', { SnapshotName: 's', ExportDestinationConfiguration: TO });
  world.objects.set('given/savepoint-1/_metadata', Buffer.from('m')).set('given/savepoint-1/f', Buffer.from('f'));
  await world.call('ImportSnapshot', { SnapshotName: 'in', ImportSourceConfiguration: from('given/') });
  const { SnapshotCreationTimestamp } = await described();
  await world.call('DeleteSnapshot', { SnapshotName: 's', SnapshotCreationTimestamp });
  for (let survived = 0; survived < 6; survived++) {
    world.crashAfter = world.steps.length + survived;
    await world.keep().catch((thrown) => expect(String(thrown)).toContain('crash at'));
    world.restart();
  }
  await world.keep();
  expect(await described('in')).toMatchObject({ SnapshotStatus: 'READY', SnapshotSizeInBytes: 2 });
  await expect(described()).rejects.toThrow(/does not exist/);
  expect(readdirSync(root())).toHaveLength(1);
});
