import { readFileSync } from 'node:fs';
import * as iam from '@aws-sdk/client-iam';
import {
  type ApplicationConfiguration,
  CreateApplicationCommand,
  CreateApplicationSnapshotCommand,
  DeleteApplicationCommand,
  DescribeApplicationCommand,
  DescribeApplicationOperationCommand,
  DescribeApplicationSnapshotCommand,
  KinesisAnalyticsV2Client,
  paginateListApplicationOperations,
  RollbackApplicationCommand,
  StartApplicationCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ANALYTICS, allow, type Facts, type Run, trust } from '../scenario.ts';

interface Config {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** From create to delete on real Flink, in the words of the SDK for JavaScript 3. */
export async function javascriptLife({ name, environment }: Run): Promise<Facts> {
  const config: Config = {
    endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
    region: environment['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
  const client = new KinesisAnalyticsV2Client(config);
  const A = { ApplicationName: `${name}-application` };
  const described = async () => (await client.send(new DescribeApplicationCommand(A))).ApplicationDetail;
  const ended = (asked: Promise<{ OperationId?: string | undefined }>) =>
    asked.then(({ OperationId }) =>
      until(async () => {
        const answer = await client.send(new DescribeApplicationOperationCommand({ ...A, OperationId }));
        const status = answer.ApplicationOperationInfoDetails?.OperationStatus;
        return status === 'IN_PROGRESS' ? undefined : status;
      }),
    );

  const created = await create(name, config, client, readFileSync(environment['JAR'] ?? ''));
  const started = await ended(client.send(new StartApplicationCommand(A)));
  const running = (await described())?.ApplicationStatus;
  const EnvironmentPropertyUpdates = { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { said: 'after' } }] };
  const updated = await ended(
    client.send(
      new UpdateApplicationCommand({
        ...A,
        CurrentApplicationVersionId: created?.ApplicationVersionId,
        ApplicationConfigurationUpdate: { EnvironmentPropertyUpdates },
      }),
    ),
  );
  const version = (await described())?.ApplicationVersionId;
  await client.send(new CreateApplicationSnapshotCommand({ ...A, SnapshotName: 'kept' }));
  const snapshot = await until(async () => {
    const { SnapshotDetails } = await client.send(new DescribeApplicationSnapshotCommand({ ...A, SnapshotName: 'kept' }));
    return SnapshotDetails?.SnapshotStatus === 'CREATING' ? undefined : SnapshotDetails;
  });
  const rolledBack = await ended(client.send(new RollbackApplicationCommand({ ...A, CurrentApplicationVersionId: version })));
  const now = await described();
  const stopped = await ended(client.send(new StopApplicationCommand(A)));
  const ready = await described();
  const ApplicationRestoreConfiguration = {
    ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
    SnapshotName: 'kept',
  } as const;
  const restored = await ended(
    client.send(new StartApplicationCommand({ ...A, RunConfiguration: { ApplicationRestoreConfiguration } })),
  );
  const run = (await described())?.ApplicationConfigurationDescription?.RunConfigurationDescription;
  const forced = await ended(client.send(new StopApplicationCommand({ ...A, Force: true })));
  const operations: (string | undefined)[] = [];
  for await (const page of paginateListApplicationOperations({ client, pageSize: 4 }, A))
    operations.push(...(page.ApplicationOperationInfoList ?? []).map(({ Operation }) => Operation));
  await client.send(new DeleteApplicationCommand({ ...A, CreateTimestamp: created?.CreateTimestamp }));
  const gone = await until(() =>
    described().then(
      () => undefined,
      (thrown: Error) => thrown.name,
    ),
  );
  const groups = now?.ApplicationConfigurationDescription?.EnvironmentPropertyDescriptions?.PropertyGroupDescriptions;
  return {
    started,
    running,
    updated,
    version,
    snapshot: snapshot.SnapshotStatus,
    snapshotVersion: snapshot.ApplicationVersionId,
    rolledBack,
    rolledBackVersions: [now?.ApplicationVersionId, now?.ApplicationVersionRolledBackFrom, now?.ApplicationVersionRolledBackTo],
    property: groups?.[0]?.PropertyMap?.['said'],
    stopped,
    readyWithoutRun: ready?.ApplicationConfigurationDescription?.RunConfigurationDescription === undefined,
    restored,
    restoredFrom: run?.ApplicationRestoreConfigurationDescription?.SnapshotName,
    forced,
    operations,
    gone,
  };
}

async function create(name: string, config: Config, client: KinesisAnalyticsV2Client, jar: Uint8Array) {
  const [objects, roles] = [new S3Client(config), new iam.IAMClient(config)];
  const [Bucket, RoleName] = [`${name}-code`, `${name}-execution`];
  await objects.send(new CreateBucketCommand({ Bucket }));
  await objects.send(new PutObjectCommand({ Bucket, Key: 'app.jar', Body: jar }));
  const made = await roles.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust({ Service: ANALYTICS }) }));
  await roles.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'code', PolicyDocument: allow('s3:GetObject*') }));
  const ApplicationConfiguration: ApplicationConfiguration = {
    ApplicationCodeConfiguration: {
      CodeContentType: 'ZIPFILE',
      CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${Bucket}`, FileKey: 'app.jar' } },
    },
    EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { said: 'before' } }] },
  };
  const { ApplicationDetail } = await client.send(
    new CreateApplicationCommand({
      ApplicationName: `${name}-application`,
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: made.Role?.Arn,
      ApplicationConfiguration,
    }),
  );
  return ApplicationDetail;
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('five minutes are over');
}
