import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ACCOUNT, ROLE, S3_CODE, Served } from './served.ts';

let served: Served;
const all: Served[] = [];
const A = { ApplicationName: 'app' };
const V1 = { ...A, CurrentApplicationVersionId: 1 };
beforeEach(async () => {
  served = new Served();
  all.push(served);
  await served.open();
  await served.create('app', { ApplicationConfiguration: S3_CODE });
});
afterAll(() => Promise.all(all.map((each) => each.close())));

const running = () => served.ask('StartApplication', A).then(() => served.move('app', 'RUNNING'));
const status = async () => (await served.ask('DescribeApplication', A)).body.ApplicationDetail.ApplicationStatus;
const down = { jobState: 'RESTARTING', healthy: false, restarts: 3 };

describe('start and stop', () => {
  test('show at once, and say what they cannot', async () => {
    const { body } = await served.ask('StartApplication', A);
    // — terraform-provider-aws pull request 38447
    expect(body.OperationId).toMatch(/^[A-Za-z0-9]{12}$/);
    expect(await status()).toBe('STARTING');
    expect(served.woken).toEqual(['app', 'app']);
    // — MiniStack's record; a client's real log
    expect(await served.said('StartApplication', A)).toBe(
      "400 ResourceInUseException: Application cannot be started in 'STARTING' state",
    );
    expect(await served.said('StopApplication', A)).toBe(
      "400 ResourceInUseException: Application cannot be Stopped in 'STARTING' state",
    );
    expect(await served.said('UpdateApplication', V1)).toBe(
      "400 ResourceInUseException: Application cannot be updated in 'STARTING' state",
    );
    // — developer guide: DeleteApplication of a transient application is unverified
    const { CreateTimestamp } = (await served.ask('DescribeApplication', A)).body.ApplicationDetail;
    expect(await served.said('DeleteApplication', { ...A, CreateTimestamp })).toMatch(/^400 ResourceInUseException: /);
  });

  test('describe the run configuration only while there is a run', async () => {
    const run = async () =>
      (await served.ask('DescribeApplication', A)).body.ApplicationDetail.ApplicationConfigurationDescription
        .RunConfigurationDescription;
    expect(await run()).toBeUndefined();
    await running();
    // — terraform acceptance tests
    expect(await run()).toEqual({
      ApplicationRestoreConfigurationDescription: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
      FlinkRunConfigurationDescription: { AllowNonRestoredState: false },
    });
    await served.ask('StopApplication', { ...A, Force: true });
    served.move('app', 'READY');
    expect(await run()).toBeUndefined();
  });

  test('need code, and a snapshot that is there', async () => {
    const SqlRunConfigurations = [{ InputId: '1.1', InputStartingPositionConfiguration: { InputStartingPosition: 'NOW' } }];
    expect(await served.said('StartApplication', { ...A, RunConfiguration: { SqlRunConfigurations } })).toMatch(
      /^400 InvalidArgumentException: SqlRunConfigurations cannot be given/,
    );
    await served.create('codeless');
    expect(await served.said('StartApplication', { ApplicationName: 'codeless' })).toMatch(
      /^400 InvalidApplicationConfigurationException: /,
    );
    const restore = (ApplicationRestoreConfiguration: object) =>
      served.said('StartApplication', { ...A, RunConfiguration: { ApplicationRestoreConfiguration } });
    expect(await restore({ ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotName: 's' })).toBe(
      '400 InvalidArgumentException: The snapshot name s provided for restore configuration does not exist.',
    );
    expect(await restore({ ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT' })).toMatch(
      /^400 InvalidArgumentException: .*exactly one/,
    );
    expect(await restore({ ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT', SnapshotName: 's' })).toMatch(
      /^400 InvalidArgumentException: /,
    );
    const SnapshotArn = `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:snapshot/s`;
    expect(await restore({ ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotArn })).toMatch(
      /^400 InvalidArgumentException: SnapshotArn is only for applications in enhanced snapshot mode/,
    );
  });

  test('a graceful stop in downtime is refused in AWS’s words', async () => {
    await running();
    served.move('app', 'RUNNING', { health: down });
    expect(await served.said('StopApplication', A)).toMatch(
      /^400 InvalidApplicationConfigurationException: Failed to take snapshot for the application app at this moment\. The application is currently experiencing downtime\./,
    );
    expect(await served.said('UpdateApplication', V1)).toMatch(/^400 InvalidApplicationConfigurationException: /);
    const off = { ApplicationConfigurationUpdate: { ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: false } } };
    expect(await served.said('UpdateApplication', { ...V1, ...off })).toBe('200');
  });
});

describe('versions', () => {
  test('are checked by id or token, and only one of them is needed', async () => {
    const { ConditionalToken } = (await served.ask('DescribeApplication', A)).body.ApplicationDetail;
    expect(await served.said('UpdateApplication', A)).toMatch(/^400 InvalidArgumentException: Either/);
    expect(await served.said('UpdateApplication', { ...A, CurrentApplicationVersionId: 7 })).toMatch(
      /^400 ConcurrentModificationException: /,
    );
    expect(await served.said('UpdateApplication', { ...A, ConditionalToken: 'other' })).toMatch(
      /^400 ConcurrentModificationException: /,
    );
    const { body } = await served.ask('UpdateApplication', { ...A, ConditionalToken });
    expect(body).toMatchObject({
      ApplicationDetail: { ApplicationVersionId: 2, ApplicationVersionUpdatedFrom: 1, ApplicationStatus: 'READY' },
    });
    expect(body.ApplicationDetail.ConditionalToken).not.toBe(ConditionalToken);
    const operation = (await served.ask('DescribeApplicationOperation', { ...A, OperationId: body.OperationId })).body;
    expect(operation.ApplicationOperationInfoDetails).toMatchObject({
      Operation: 'UpdateApplication',
      OperationStatus: 'SUCCESSFUL',
      ApplicationVersionChangeDetails: { ApplicationVersionUpdatedFrom: 1, ApplicationVersionUpdatedTo: 2 },
    });
    const old = (await served.ask('DescribeApplicationVersion', { ...A, ApplicationVersionId: 1 })).body.ApplicationVersionDetail;
    expect(old).toMatchObject({ ApplicationVersionId: 1, ConditionalToken });
    expect(await served.said('DescribeApplicationVersion', { ...A, ApplicationVersionId: 9 })).toMatch(
      /^400 ResourceNotFoundException: /,
    );
    const listed = await served.ask('ListApplicationVersions', { ...A, Limit: 1 });
    expect(listed.body).toEqual({
      ApplicationVersionSummaries: [{ ApplicationVersionId: 2, ApplicationStatus: 'READY' }],
      NextToken: '2',
    });
    const rest = await served.ask('ListApplicationVersions', { ...A, NextToken: '2' });
    expect(rest.body).toEqual({ ApplicationVersionSummaries: [{ ApplicationVersionId: 1, ApplicationStatus: 'READY' }] });
    expect(await served.said('ListApplicationVersions', { ...A, NextToken: '99' })).toMatch(
      /^400 InvalidArgumentException: The NextToken/,
    );
  });

  test('merge what is given into what there is; property groups are replaced', async () => {
    const update = (version: number, ApplicationConfigurationUpdate: object) =>
      served.ask('UpdateApplication', { ...A, CurrentApplicationVersionId: version, ApplicationConfigurationUpdate });
    const groups = (...PropertyGroups: object[]) => ({ EnvironmentPropertyUpdates: { PropertyGroups } });
    await update(1, groups({ PropertyGroupId: 'a', PropertyMap: { k: '1' } }));
    await update(2, {
      FlinkApplicationConfigurationUpdate: {
        ParallelismConfigurationUpdate: { ConfigurationTypeUpdate: 'CUSTOM', ParallelismUpdate: 3 },
        CheckpointConfigurationUpdate: { CheckpointIntervalUpdate: 1 },
      },
    });
    const { body } = await update(3, groups({ PropertyGroupId: 'b', PropertyMap: { k: '2' } }));
    const configuration = body.ApplicationDetail.ApplicationConfigurationDescription;
    expect(configuration.EnvironmentPropertyDescriptions.PropertyGroupDescriptions).toEqual([
      { PropertyGroupId: 'b', PropertyMap: { k: '2' } },
    ]);
    expect(configuration.FlinkApplicationConfigurationDescription.ParallelismConfigurationDescription).toMatchObject({
      Parallelism: 3,
      ParallelismPerKPU: 1,
      AutoScalingEnabled: true,
    });
    expect(configuration.FlinkApplicationConfigurationDescription.CheckpointConfigurationDescription.CheckpointInterval).toBe(
      60000,
    );
    const cleared = await update(4, groups());
    expect(cleared.body.ApplicationDetail.ApplicationConfigurationDescription.EnvironmentPropertyDescriptions).toBeUndefined();
    const moved = await update(5, {
      ApplicationCodeConfigurationUpdate: { CodeContentUpdate: { S3ContentLocationUpdate: { FileKeyUpdate: 'v2.jar' } } },
    });
    const code = moved.body.ApplicationDetail.ApplicationConfigurationDescription.ApplicationCodeConfigurationDescription;
    expect(code.CodeContentDescription.S3ApplicationCodeLocationDescription).toEqual({
      BucketARN: 'arn:aws:s3:::code',
      FileKey: 'v2.jar',
    });
    const runtime = await served.ask('UpdateApplication', {
      ...A,
      CurrentApplicationVersionId: 6,
      RuntimeEnvironmentUpdate: 'FLINK-2_2',
      ServiceExecutionRoleUpdate: `${ROLE}2`,
    });
    expect(runtime.body.ApplicationDetail).toMatchObject({ RuntimeEnvironment: 'FLINK-2_2', ServiceExecutionRole: `${ROLE}2` });
  });

  test('a rollback needs a version before and a snapshot', async () => {
    expect(await served.said('RollbackApplication', V1)).toMatch(/^400 ResourceInUseException: /);
    await running();
    expect(await served.said('RollbackApplication', V1)).toMatch(/^400 InvalidRequestException: .*no earlier version/);
    await served.ask('UpdateApplication', V1);
    served.move('app', 'RUNNING');
    expect(await served.said('RollbackApplication', { ...A, CurrentApplicationVersionId: 2 })).toMatch(
      /^400 InvalidRequestException: .*no snapshot/,
    );
  });
});
