import { afterAll, beforeEach, expect, test } from 'vitest';
import { LOG_STREAM, S3_CODE, Served } from './served.ts';

// What Terraform, CDK and CloudFormation read back after each change. — terraform-provider-aws, acceptance tests of
// internal/service/kinesisanalyticsv2

let served: Served;
const all: Served[] = [];
const A = { ApplicationName: 'app' };
const property = (PropertyGroupId: string, PropertyMap: object) => ({ PropertyGroupId, PropertyMap });
const GROUPS = [property('a', { k1: 'v1', k2: 'v2' }), property('b', { k: 'v' })];
beforeEach(async () => {
  served = new Served();
  all.push(served);
  await served.open();
  await served.create('app', {
    ApplicationConfiguration: { ...S3_CODE, EnvironmentProperties: { PropertyGroups: GROUPS } },
    CloudWatchLoggingOptions: [{ LogStreamARN: LOG_STREAM }],
  });
});
afterAll(() => Promise.all(all.map((each) => each.close())));

const detail = async () => (await served.ask('DescribeApplication', A)).body.ApplicationDetail;
const configuration = async () => (await detail()).ApplicationConfigurationDescription;

test('create, describe, update, describe: what is left out stays, properties are replaced as a whole', async () => {
  const before = await detail();
  expect(before.ApplicationVersionId).toBe(1);
  const { body } = await served.ask('UpdateApplication', {
    ...A,
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: {
      EnvironmentPropertyUpdates: { PropertyGroups: [property('b', { other: 'w' })] },
      FlinkApplicationConfigurationUpdate: {
        ParallelismConfigurationUpdate: { ConfigurationTypeUpdate: 'CUSTOM', ParallelismUpdate: 10, ParallelismPerKPUUpdate: 4 },
      },
    },
  });
  const after = await detail();
  // the answer of the update is what the next Describe says
  expect(body.ApplicationDetail).toEqual(after);
  expect(after.ApplicationVersionId).toBe(2);
  expect(after.ConditionalToken).not.toBe(before.ConditionalToken);
  const [was, is] = [before.ApplicationConfigurationDescription, after.ApplicationConfigurationDescription];
  expect(is.EnvironmentPropertyDescriptions.PropertyGroupDescriptions).toEqual([property('b', { other: 'w' })]);
  expect(is.FlinkApplicationConfigurationDescription.ParallelismConfigurationDescription).toEqual({
    ConfigurationType: 'CUSTOM',
    Parallelism: 10,
    ParallelismPerKPU: 4,
    CurrentParallelism: 10,
    AutoScalingEnabled: true,
  });
  const untouched = (each: typeof is) => [
    each.ApplicationCodeConfigurationDescription,
    each.ApplicationSnapshotConfigurationDescription,
    each.FlinkApplicationConfigurationDescription.CheckpointConfigurationDescription,
  ];
  expect(untouched(is)).toEqual(untouched(was));
  expect(after.CloudWatchLoggingOptionDescriptions).toEqual(before.CloudWatchLoggingOptionDescriptions);
  const clear = { EnvironmentPropertyUpdates: { PropertyGroups: [] } };
  await served.ask('UpdateApplication', { ...A, CurrentApplicationVersionId: 2, ApplicationConfigurationUpdate: clear });
  expect(await configuration()).not.toHaveProperty('EnvironmentPropertyDescriptions');
});

test('a run configuration is there while the application runs, and only then', async () => {
  expect(await configuration()).not.toHaveProperty('RunConfigurationDescription');
  await served.ask('StartApplication', A);
  // Airflow takes READY right after a start for a failure
  expect((await detail()).ApplicationStatus).toBe('STARTING');
  served.move('app', 'RUNNING');
  expect((await configuration()).RunConfigurationDescription).toEqual({
    ApplicationRestoreConfigurationDescription: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
    FlinkRunConfigurationDescription: { AllowNonRestoredState: false },
  });
  await served.ask('StopApplication', A);
  expect((await detail()).ApplicationStatus).toBe('STOPPING');
  served.move('app', 'READY');
  expect(await configuration()).not.toHaveProperty('RunConfigurationDescription');
  expect((await detail()).ApplicationVersionId).toBe(1);
});

test('AllowNonRestoredState goes back to false with an update that does not say it', async () => {
  const RunConfiguration = { FlinkRunConfiguration: { AllowNonRestoredState: true } };
  await served.ask('StartApplication', { ...A, RunConfiguration });
  served.move('app', 'RUNNING');
  const allowed = async () =>
    (await configuration()).RunConfigurationDescription.FlinkRunConfigurationDescription.AllowNonRestoredState;
  expect(await allowed()).toBe(true);
  const input = { ...A, CurrentApplicationVersionId: 1, ServiceExecutionRoleUpdate: 'arn:aws:iam::123456789012:role/other' };
  const { body } = await served.ask('UpdateApplication', input);
  // pending {UPDATING}, target {READY, RUNNING}
  expect(body.ApplicationDetail.ApplicationStatus).toBe('UPDATING');
  expect(await allowed()).toBe(false);
});

test('timestamps are whole seconds, and those of a Describe delete', async () => {
  const { CreateTimestamp, LastUpdateTimestamp } = await detail();
  expect([CreateTimestamp, LastUpdateTimestamp].every(Number.isInteger)).toBe(true);
  expect(await served.said('DeleteApplication', { ...A, CreateTimestamp })).toBe('200');
});

test('an operation can be waited for by its id', async () => {
  const { OperationId } = (await served.ask('StartApplication', A)).body;
  const status = async () =>
    (await served.ask('DescribeApplicationOperation', { ...A, OperationId })).body.ApplicationOperationInfoDetails
      .OperationStatus;
  expect(await status()).toBe('IN_PROGRESS');
  served.move('app', 'RUNNING');
  expect(await status()).toBe('SUCCESSFUL');
});
