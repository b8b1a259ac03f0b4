import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, LOG_STREAM, ROLE, S3_CODE, Served } from './served.ts';

const served = new Served();
beforeAll(() => served.open());
afterAll(() => served.close());

describe('CreateApplication', () => {
  // — terraform-provider-aws acceptance tests: what a Flink application with an empty configuration reads back
  test('fills in every default', async () => {
    const { status, body } = await served.create('bare');
    expect(status).toBe(200);
    const { ApplicationDetail: detail } = body;
    expect(detail).toEqual({
      ApplicationARN: `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:application/bare`,
      ApplicationName: 'bare',
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: ROLE,
      ApplicationStatus: 'READY',
      ApplicationVersionId: 1,
      CreateTimestamp: expect.any(Number),
      LastUpdateTimestamp: expect.any(Number),
      ApplicationVersionCreateTimestamp: expect.any(Number),
      ConditionalToken: expect.stringMatching(/^[A-Za-z0-9_-]{32}$/),
      ApplicationMode: 'STREAMING',
      CloudWatchLoggingOptionDescriptions: [],
      ApplicationMaintenanceConfigurationDescription: {
        ApplicationMaintenanceWindowStartTime: '03:00',
        ApplicationMaintenanceWindowEndTime: '11:00',
      },
      ApplicationConfigurationDescription: {
        FlinkApplicationConfigurationDescription: {
          CheckpointConfigurationDescription: {
            ConfigurationType: 'DEFAULT',
            CheckpointingEnabled: true,
            CheckpointInterval: 60000,
            MinPauseBetweenCheckpoints: 5000,
          },
          MonitoringConfigurationDescription: { ConfigurationType: 'DEFAULT', MetricsLevel: 'APPLICATION', LogLevel: 'INFO' },
          ParallelismConfigurationDescription: {
            ConfigurationType: 'DEFAULT',
            Parallelism: 1,
            ParallelismPerKPU: 1,
            CurrentParallelism: 1,
            AutoScalingEnabled: true,
          },
        },
        ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: true },
        ApplicationSystemRollbackConfigurationDescription: { RollbackEnabled: false },
        ApplicationEncryptionConfigurationDescription: { KeyType: 'AWS_OWNED_KEY' },
      },
    });
    // — recorded DescribeApplication: whole seconds
    expect(Number.isInteger(detail.CreateTimestamp)).toBe(true);
    expect((await served.ask('DescribeApplication', { ApplicationName: 'bare' })).body.ApplicationDetail).toEqual(detail);
  });

  test('keeps what is given, and shows MD5 and size of the code', async () => {
    const { body } = await served.create('full', {
      ApplicationDescription: 'd',
      CloudWatchLoggingOptions: [{ LogStreamARN: LOG_STREAM }],
      Tags: [{ Key: 'a', Value: 'b' }],
      ApplicationConfiguration: {
        ...S3_CODE,
        FlinkApplicationConfiguration: {
          // — terraform acceptance test: parallelism 10 with 4 per KPU
          ParallelismConfiguration: {
            ConfigurationType: 'CUSTOM',
            Parallelism: 10,
            ParallelismPerKPU: 4,
            AutoScalingEnabled: false,
          },
          CheckpointConfiguration: { ConfigurationType: 'DEFAULT', CheckpointInterval: 1 },
          MonitoringConfiguration: { ConfigurationType: 'CUSTOM', MetricsLevel: 'TASK', LogLevel: 'ERROR' },
        },
        EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v' } }] },
        VpcConfigurations: [{ SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] }],
      },
    });
    const configuration = body.ApplicationDetail.ApplicationConfigurationDescription;
    expect(configuration.ApplicationCodeConfigurationDescription).toEqual({
      CodeContentType: 'ZIPFILE',
      CodeContentDescription: {
        CodeMD5: 'd41d8cd98f00b204e9800998ecf8427e',
        CodeSize: 4711,
        S3ApplicationCodeLocationDescription: { BucketARN: 'arn:aws:s3:::code', FileKey: 'app.jar' },
      },
    });
    const flink = configuration.FlinkApplicationConfigurationDescription;
    expect(flink.ParallelismConfigurationDescription).toMatchObject({
      Parallelism: 10,
      ParallelismPerKPU: 4,
      CurrentParallelism: 10,
    });
    // — developer guide, how-fault: with DEFAULT the defaults win
    expect(flink.CheckpointConfigurationDescription.CheckpointInterval).toBe(60000);
    expect(flink.MonitoringConfigurationDescription).toEqual({
      ConfigurationType: 'CUSTOM',
      MetricsLevel: 'TASK',
      LogLevel: 'ERROR',
    });
    expect(configuration.EnvironmentPropertyDescriptions.PropertyGroupDescriptions).toEqual([
      { PropertyGroupId: 'g', PropertyMap: { k: 'v' } },
    ]);
    expect(configuration.VpcConfigurationDescriptions).toEqual([
      {
        VpcConfigurationId: '1.1',
        VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
        SubnetIds: ['subnet-1', 'subnet-2'],
        SecurityGroupIds: ['sg-1'],
      },
    ]);
    expect(body.ApplicationDetail.CloudWatchLoggingOptionDescriptions).toEqual([
      { CloudWatchLoggingOptionId: '1.1', LogStreamARN: LOG_STREAM },
    ]);
    expect((await served.ask('ListTagsForResource', { ResourceARN: body.ApplicationDetail.ApplicationARN })).body).toEqual({
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  test('refuses in AWS’s words what cannot be', async () => {
    const base = { ApplicationName: 'no', RuntimeEnvironment: 'FLINK-1_20', ServiceExecutionRole: ROLE };
    const said = (more: object) => served.said('CreateApplication', { ...base, ...more });
    expect(await said({ ApplicationName: 'bare' })).toMatch(/^400 ResourceInUseException: /);
    served.trusted = false;
    expect(await said({})).toBe(
      "400 InvalidArgumentException: Kinesis Analytics service doesn't have sufficient privileges to assume the role",
    );
    served.trusted = true;
    served.readable = false;
    expect(await said({ ApplicationConfiguration: S3_CODE })).toBe(
      '400 InvalidArgumentException: Please check the role provided or validity of S3 location you provided. We are unable to get the specified fileKey: app.jar in the specified bucket: code',
    );
    served.readable = true;
    expect(await said({ RuntimeEnvironment: 'FLINK-1_13' })).toMatch(
      /^400 InvalidArgumentException: The runtime environment FLINK-1_13/,
    );
    expect(await said({ RuntimeEnvironment: 'SQL-1_0' })).toMatch(/^400 UnsupportedOperationException: AWS has discontinued/);
    expect(await said({ RuntimeEnvironment: 'ZEPPELIN-FLINK-3_0' })).toMatch(/^400 UnsupportedOperationException: Studio/);
    const zeppelin = { ZeppelinApplicationConfiguration: { MonitoringConfiguration: { LogLevel: 'INFO' } } };
    expect(await said({ RuntimeEnvironment: 'ZEPPELIN-FLINK-3_0', ApplicationConfiguration: zeppelin })).toMatch(/Studio/);
    expect(await said({ ApplicationConfiguration: zeppelin })).toMatch(
      /^400 InvalidArgumentException: ZeppelinApplicationConfiguration cannot be given/,
    );
    expect(await said({ ApplicationConfiguration: { SqlApplicationConfiguration: {} } })).toMatch(
      /^400 InvalidArgumentException: SqlApplicationConfiguration cannot be given/,
    );
    expect(await said({ RuntimeEnvironment: 'FLINK-1_17' })).toMatch(
      /ValidationException|InvalidArgumentException|SerializationException/,
    );
    const option = { LogStreamARN: LOG_STREAM };
    expect(await said({ CloudWatchLoggingOptions: [option, option] })).toBe(
      '400 InvalidArgumentException: Kinesis Analytics currently supports only 1 logging option.',
    );
    const vpc = { SubnetIds: ['s'], SecurityGroupIds: ['g'] };
    expect(await said({ ApplicationConfiguration: { VpcConfigurations: [vpc, vpc] } })).toBe(
      '400 InvalidArgumentException: Kinesis Analytics currently supports only 1 VPC configuration(s)',
    );
    expect(await said({ CloudWatchLoggingOptions: [{ LogStreamARN: 'arn:aws:logs:us-east-1:1:log-group:g' }] })).toMatch(
      /not the ARN of a log stream/,
    );
    const group = { PropertyGroupId: 'g', PropertyMap: { a: 'b' } };
    expect(await said({ ApplicationConfiguration: { EnvironmentProperties: { PropertyGroups: [group, group] } } })).toMatch(
      /more than once/,
    );
    const flink = (ParallelismConfiguration: object) => ({
      ApplicationConfiguration: { FlinkApplicationConfiguration: { ParallelismConfiguration } },
    });
    expect(await said(flink({ ConfigurationType: 'CUSTOM', Parallelism: 65 }))).toMatch(/^400 LimitExceededException: .*64 KPUs/);
    expect(await said(flink({ ConfigurationType: 'CUSTOM', ParallelismPerKPU: 9 }))).toMatch(
      /^400 InvalidArgumentException: ParallelismPerKPU 9/,
    );
    const key = (KeyId?: string) => ({
      ApplicationConfiguration: { ApplicationEncryptionConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KeyId } },
    });
    expect(await said(key())).toMatch(/^400 InvalidArgumentException: KeyId is needed/);
    expect(await said(key('alias/a'))).toMatch(/^400 UnsupportedOperationException/);
    const mode = { ApplicationSnapshotConfiguration: { SnapshotsEnabled: true, SnapshotMode: 'ENHANCED_SNAPSHOTS' } };
    expect(await said({ RuntimeEnvironment: 'FLINK-1_18', ApplicationConfiguration: mode })).toMatch(
      /^400 InvalidArgumentException: Enhanced snapshots need FLINK-1_20/,
    );
    const code = (CodeContent: object) => ({
      ApplicationConfiguration: { ApplicationCodeConfiguration: { CodeContentType: 'ZIPFILE', CodeContent } },
    });
    expect(await said(code({ TextContent: 't', ZipFileContent: 'AAAA' }))).toMatch(/exactly one of/);
    expect(await said(code({ S3ContentLocation: { BucketARN: 'arn:aws:sqs:::x', FileKey: 'k' } }))).toMatch(
      /not the ARN of an S3 bucket/,
    );
    const tag = { Key: 'a', Value: 'b' };
    expect(await said({ Tags: [tag, tag] })).toMatch(/^400 InvalidArgumentException: The tag key a/);
    expect(await said({ Tags: [{ Key: 'aws:x' }] })).toMatch(/reserved/);
    const many = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}` }));
    expect(await said({ Tags: many })).toMatch(/^400 TooManyTagsException: /);
    await served.create('third');
    expect(await said({})).toMatch(/^400 LimitExceededException: /);
  });

  test('takes code in the request itself', async () => {
    const view = served.control.engineView;
    const ref = { scope: { partition: 'aws', account: ACCOUNT, region: 'us-east-1' }, name: 'third' };
    const { body } = await served.ask('UpdateApplication', {
      ApplicationName: 'third',
      CurrentApplicationVersionId: 1,
      ApplicationConfigurationUpdate: {
        ApplicationCodeConfigurationUpdate: {
          CodeContentTypeUpdate: 'ZIPFILE',
          CodeContentUpdate: { ZipFileContentUpdate: 'aGVsbG8=' },
        },
      },
    });
    expect(body.ApplicationDetail.ApplicationConfigurationDescription.ApplicationCodeConfigurationDescription).toEqual({
      CodeContentType: 'ZIPFILE',
      CodeContentDescription: { CodeMD5: '5d41402abc4b2a76b9719d911017c592', CodeSize: 5 },
    });
    const inline = view.load(ref)?.configuration.code?.inline ?? '';
    expect(Buffer.from(view.inlineCode(ref, inline) ?? []).toString()).toBe('hello');
  });
});

test('the caller must be allowed to pass the role', async () => {
  const key = await served.user('limited', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'kinesisanalytics:*', Resource: '*' }],
  });
  const input = { ApplicationName: 'x', RuntimeEnvironment: 'FLINK-1_20', ServiceExecutionRole: ROLE };
  expect(await served.said('CreateApplication', input, key)).toMatch(
    /AccessDeniedException: .*iam:PassRole on resource: .*role\/exec/,
  );
});

test('ListApplications pages by name', async () => {
  const first = await served.ask('ListApplications', { Limit: 2 });
  expect(first.body.ApplicationSummaries.map((s: { ApplicationName: string }) => s.ApplicationName)).toEqual(['bare', 'full']);
  expect(first.body.NextToken).toBe('full');
  const second = await served.ask('ListApplications', { Limit: 2, NextToken: 'full' });
  expect(second.body).toEqual({
    ApplicationSummaries: [
      {
        ApplicationName: 'third',
        ApplicationARN: `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:application/third`,
        ApplicationStatus: 'READY',
        ApplicationVersionId: 2,
        RuntimeEnvironment: 'FLINK-1_20',
        ApplicationMode: 'STREAMING',
      },
    ],
  });
});

test('tags are added, replaced and taken away', async () => {
  const ResourceARN = `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:application/full`;
  expect((await served.ask('TagResource', { ResourceARN, Tags: [{ Key: 'a', Value: 'c' }, { Key: 'e' }] })).body).toEqual({});
  expect((await served.ask('UntagResource', { ResourceARN, TagKeys: ['e', 'absent'] })).body).toEqual({});
  expect((await served.ask('ListTagsForResource', { ResourceARN })).body).toEqual({ Tags: [{ Key: 'a', Value: 'c' }] });
  expect(await served.said('ListTagsForResource', { ResourceARN: `${ResourceARN}x` })).toMatch(
    /^400 ResourceNotFoundException: /,
  );
});

test('what is not there is not found', async () => {
  expect(await served.said('DescribeApplication', { ApplicationName: 'nobody' })).toBe(
    '400 ResourceNotFoundException: Application nobody was not found.',
  );
});

test('operations of SQL applications say why there are none', async () => {
  const input = { ApplicationName: 'bare', CurrentApplicationVersionId: 1, OutputId: '1.1' };
  expect(await served.said('DeleteApplicationOutput', input)).toMatch(/^400 UnsupportedOperationException: AWS has discontinued/);
});
