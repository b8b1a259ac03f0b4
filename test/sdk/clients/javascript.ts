import { createHash, randomBytes } from 'node:crypto';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as analytics from '@aws-sdk/client-kinesis-analytics-v2';
import * as s3 from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ANALYTICS, allow, type Facts, LARGE, type Report, type Run, trust } from '../scenario.ts';

interface Config {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}
type Scene = (name: string, config: Config) => Promise<Facts>;

export async function javascriptClient({ name, environment }: Run): Promise<Report> {
  const config: Config = {
    endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
    region: environment['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
  const report: Record<string, Facts> = {};
  for (const [scene, play] of Object.entries(SCENES)) {
    report[scene] = await play(name, config).catch((failure: unknown) => ({ failure: String(failure) }));
  }
  return report;
}

/** The error of a call that must fail. */
async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  return { name: 'nothing was refused', message: '' };
}

const SCENES: Readonly<Record<string, Scene>> = {
  async kinesis(name, config) {
    const client = new kinesis.KinesisClient(config);
    const StreamName = `${name}-stream`;
    await client.send(new kinesis.CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await kinesis.waitUntilStreamExists({ client, maxWaitTime: 20, minDelay: 1 }, { StreamName });
    const { StreamDescription: stream } = await client.send(new kinesis.DescribeStreamCommand({ StreamName }));
    const ShardId = stream?.Shards?.[0]?.ShardId;
    const Records = ['one', 'two'].map((data) => ({ Data: Buffer.from(data), PartitionKey: 'p' }));
    const put = await client.send(new kinesis.PutRecordsCommand({ StreamName, Records }));
    const { ShardIterator } = await client.send(
      new kinesis.GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const { Records: records = [] } = await client.send(new kinesis.GetRecordsCommand({ ShardIterator }));
    await client.send(new kinesis.DeleteStreamCommand({ StreamName }));
    return {
      status: stream?.StreamStatus,
      shards: stream?.Shards?.map((shard) => shard.ShardId),
      failed: put.FailedRecordCount,
      data: records.map(({ Data = [] }) => Buffer.from(Data).toString()),
      keys: records.map((record) => record.PartitionKey),
      missing: (await refusal(client.send(new kinesis.DescribeStreamCommand({ StreamName: `${name}-none` })))).name,
    };
  },

  async s3(name, config) {
    const client = new s3.S3Client(config);
    const Bucket = `${name}-bucket`;
    await client.send(new s3.CreateBucketCommand({ Bucket }));
    const object = { Bucket, Key: 'small.txt' };
    await client.send(
      new s3.PutObjectCommand({ ...object, Body: 'hello', ContentType: 'text/plain', Metadata: { author: 'me' } }),
    );
    const small = await client.send(new s3.GetObjectCommand(object));
    const part = await client.send(new s3.GetObjectCommand({ ...object, Range: 'bytes=1-3' }));
    const presigned = await fetch(await getSignedUrl(client, new s3.GetObjectCommand(object), { expiresIn: 60 }));
    const data = randomBytes(LARGE);
    const upload = new Upload({ client, params: { Bucket, Key: 'large.bin', Body: data }, partSize: 8 * 1024 * 1024 });
    await upload.done();
    const large = await client.send(new s3.GetObjectCommand({ Bucket, Key: 'large.bin' }));
    const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const listed = await client.send(new s3.ListObjectsV2Command({ Bucket }));
    const keys = listed.Contents?.map(({ Key }) => ({ Key })) ?? [];
    const facts = {
      text: await small.Body?.transformToString(),
      type: small.ContentType,
      author: small.Metadata?.['author'],
      part: await part.Body?.transformToString(),
      presigned: await presigned.text(),
      keys: keys.map(({ Key }) => Key),
      sameBytes: sum((await large.Body?.transformToByteArray()) ?? Buffer.alloc(0)) === sum(data),
      parts: large.ETag?.replaceAll('"', '').split('-')[1],
      missing: (await refusal(client.send(new s3.GetObjectCommand({ Bucket, Key: 'none' })))).name,
    };
    await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: keys } }));
    await client.send(new s3.DeleteBucketCommand({ Bucket }));
    return { ...facts, gone: (await refusal(client.send(new s3.ListObjectsV2Command({ Bucket })))).name };
  },

  async identity(name, config) {
    const client = new iam.IAMClient(config);
    const [UserName, RoleName] = [`${name}-user`, `${name}-role`];
    const { Account = '' } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    await client.send(new iam.CreateUserCommand({ UserName }));
    const { AccessKey: key } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
    const created = await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust({ AWS: Account }) }));
    const RoleArn = created.Role?.Arn ?? '';
    const assume = { UserName, PolicyName: 'assume' };
    const list = { RoleName, PolicyName: 'list' };
    await client.send(new iam.PutUserPolicyCommand({ ...assume, PolicyDocument: allow('sts:AssumeRole', RoleArn) }));
    await client.send(new iam.PutRolePolicyCommand({ ...list, PolicyDocument: allow('kinesis:ListStreams') }));
    const sts = new STSClient({
      ...config,
      credentials: { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' },
    });
    const session = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = session.Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const asRole = new kinesis.KinesisClient({ ...config, credentials });
    const denied = await refusal(asRole.send(new kinesis.CreateStreamCommand({ StreamName: `${name}-denied`, ShardCount: 1 })));
    const facts = {
      account: /^\d{12}$/.test(Account),
      session: session.AssumedRoleUser?.Arn?.endsWith(`:assumed-role/${RoleName}/session`),
      allowed: (await asRole.send(new kinesis.ListStreamsCommand({}))).StreamNames !== undefined,
      denied: denied.name,
      reason: denied.message,
      deniedByS3: (await refusal(new s3.S3Client({ ...config, credentials }).send(new s3.ListBucketsCommand({})))).name,
    };
    await client.send(new iam.DeleteRolePolicyCommand(list));
    await client.send(new iam.DeleteRoleCommand({ RoleName }));
    await client.send(new iam.DeleteUserPolicyCommand(assume));
    await client.send(new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId }));
    await client.send(new iam.DeleteUserCommand({ UserName }));
    return facts;
  },

  async logs(name, config) {
    const client = new CloudWatchLogsClient(config);
    const logGroupName = `/${name}/group`;
    const main = { logGroupName, logStreamName: 'main' };
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    await client.send(new CreateLogStreamCommand(main));
    const now = Date.now();
    const lines = ['INFO starting', 'ERROR no such shard', 'INFO going on'];
    const logEvents = lines.map((message, i) => ({ timestamp: now - 3000 + i, message }));
    await client.send(new PutLogEventsCommand({ ...main, logEvents }));
    const got = await client.send(new GetLogEventsCommand({ ...main, startFromHead: true }));
    const found: (string | undefined)[] = [];
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName, filterPattern: 'ERROR' })) {
      for (const { message } of page.events ?? []) found.push(message);
    }
    const missing = await refusal(client.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'none', logEvents })));
    const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName }));
    await client.send(new DeleteLogGroupCommand({ logGroupName }));
    return {
      messages: got.events?.map(({ message }) => message),
      found,
      streams: logStreams?.map(({ logStreamName }) => logStreamName),
      missing: missing.name,
      sentence: missing.message,
    };
  },

  async analytics(name, config) {
    const client = new analytics.KinesisAnalyticsV2Client(config);
    const [objects, roles] = [new s3.S3Client(config), new iam.IAMClient(config)];
    const [ApplicationName, Bucket, RoleName] = [`${name}-application`, `${name}-code`, `${name}-execution`];
    await objects.send(new s3.CreateBucketCommand({ Bucket }));
    await objects.send(new s3.PutObjectCommand({ Bucket, Key: 'app.jar', Body: 'a JAR in name only' }));
    const { Role } = await roles.send(
      new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust({ Service: ANALYTICS }) }),
    );
    const code = { RoleName, PolicyName: 'code' };
    await roles.send(new iam.PutRolePolicyCommand({ ...code, PolicyDocument: allow('s3:GetObject*') }));
    const create = () =>
      client.send(
        new analytics.CreateApplicationCommand({
          ApplicationName,
          RuntimeEnvironment: 'FLINK-1_20',
          ServiceExecutionRole: Role?.Arn,
          ApplicationConfiguration: {
            ApplicationCodeConfiguration: {
              CodeContentType: 'ZIPFILE',
              CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${Bucket}`, FileKey: 'app.jar' } },
            },
            EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { stream: 'orders' } }] },
          },
        }),
      );
    await create();
    const describe = () => client.send(new analytics.DescribeApplicationCommand({ ApplicationName }));
    const { ApplicationDetail: detail } = await describe();
    const { ApplicationSummaries: summaries = [] } = await client.send(new analytics.ListApplicationsCommand({}));
    const groups = detail?.ApplicationConfigurationDescription?.EnvironmentPropertyDescriptions?.PropertyGroupDescriptions;
    const facts = {
      status: detail?.ApplicationStatus,
      runtime: detail?.RuntimeEnvironment,
      version: detail?.ApplicationVersionId,
      property: groups?.[0]?.PropertyMap?.['stream'],
      listed: summaries.some((summary) => summary.ApplicationName === ApplicationName),
      again: (await refusal(create())).name,
    };
    const { ApplicationDetail: updated } = await client.send(
      new analytics.UpdateApplicationCommand({
        ApplicationName,
        CurrentApplicationVersionId: 1,
        ApplicationConfigurationUpdate: {
          EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { stream: 'returns' } }] },
        },
      }),
    );
    await client.send(new analytics.DeleteApplicationCommand({ ApplicationName, CreateTimestamp: detail?.CreateTimestamp }));
    let gone = '';
    for (let tries = 0; tries < 100 && gone !== 'ResourceNotFoundException'; tries++) {
      gone = (await refusal(describe())).name;
      if (gone !== 'ResourceNotFoundException') await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await roles.send(new iam.DeleteRolePolicyCommand(code));
    await roles.send(new iam.DeleteRoleCommand({ RoleName }));
    await objects.send(new s3.DeleteObjectCommand({ Bucket, Key: 'app.jar' }));
    await objects.send(new s3.DeleteBucketCommand({ Bucket }));
    return { ...facts, updated: updated?.ApplicationVersionId, gone };
  },
};
