import { Readable } from 'node:stream';
import { ADMIN, B, document, REGION, trusting, type World } from './world.ts';

/** In everything that B keeps, and the name of things that A's calls do not name. */
export const SECRET = 'sesame';

/** What B has. */
export interface Furniture {
  /** Its names, ARNs, ids and tokens. */
  readonly words: string[];
  readonly ciphertext: Uint8Array;
  /** An access key's id. */
  readonly key: string;
}

/** One of everything in account B. */
export async function furnish({ as, root, lastUse }: World): Promise<Furniture> {
  const b = as(root(B));
  const arn = (service: string, resource: string, region = REGION) => `arn:aws:${service}:${region}:${B}:${resource}`;
  const stream = arn('kinesis', 'stream/bee-stream');
  await b('kinesis', 'CreateStream', { StreamName: 'bee-stream', ShardCount: 1, Tags: { t: SECRET } });
  const put = await b('kinesis', 'PutRecord', { StreamName: 'bee-stream', PartitionKey: 'p', Data: Buffer.from(SECRET) });
  const { ShardIterator: iterator } = await b('kinesis', 'GetShardIterator', {
    StreamName: 'bee-stream',
    ShardId: put.ShardId,
    ShardIteratorType: 'TRIM_HORIZON',
  });
  const { Consumer: consumer } = await b('kinesis', 'RegisterStreamConsumer', {
    StreamARN: stream,
    ConsumerName: 'bee-consumer',
  });
  await b('s3', 'CreateBucket', { Bucket: 'bee-bucket' });
  await b('s3', 'PutBucketVersioning', { Bucket: 'bee-bucket', VersioningConfiguration: { Status: 'Enabled' } });
  await b('s3', 'PutBucketTagging', { Bucket: 'bee-bucket', Tagging: { TagSet: [{ Key: 't', Value: SECRET }] } });
  const object = await b('s3', 'PutObject', {
    Bucket: 'bee-bucket',
    Key: 'bee-key',
    Body: Readable.from([Buffer.from(SECRET)]),
    ContentLength: SECRET.length,
    Metadata: { m: SECRET },
  });
  const upload = await b('s3', 'CreateMultipartUpload', { Bucket: 'bee-bucket', Key: `bee-${SECRET}` });
  const tags = [{ Key: 't', Value: SECRET }];
  await b('iam', 'CreateUser', { UserName: 'bee-user', Tags: tags });
  const { AccessKey: key } = await b('iam', 'CreateAccessKey', { UserName: 'bee-user' });
  const trust = trusting({ AWS: B });
  for (const [service, operation, input] of [
    ['kinesis', 'CreateStream', { StreamName: SECRET, ShardCount: 1 }],
    ['s3', 'CreateBucket', { Bucket: SECRET }],
    ['iam', 'CreateUser', { UserName: SECRET }],
    ['iam', 'CreateRole', { RoleName: SECRET, AssumeRolePolicyDocument: trust }],
    ['logs', 'CreateLogGroup', { logGroupName: SECRET }],
    ['cloudwatch', 'PutMetricData', { Namespace: SECRET, MetricData: [{ MetricName: SECRET, Value: 1 }] }],
  ] as const)
    await b(service, operation, input);
  await b('iam', 'CreateRole', { RoleName: 'bee-role', AssumeRolePolicyDocument: trust, Description: SECRET, Tags: tags });
  await b('iam', 'CreateGroup', { GroupName: 'bee-group', Path: `/${SECRET}/` });
  await b('iam', 'CreateInstanceProfile', { InstanceProfileName: 'bee-profile', Tags: tags });
  await b('iam', 'CreatePolicy', { PolicyName: 'bee-policy', PolicyDocument: ADMIN, Description: SECRET, Tags: tags });
  await b('iam', 'PutUserPolicy', { UserName: 'bee-user', PolicyName: SECRET, PolicyDocument: ADMIN });
  await b('iam', 'CreateAccountAlias', { AccountAlias: SECRET });
  await b('logs', 'CreateLogGroup', { logGroupName: 'bee-group', tags: { t: SECRET } });
  await b('logs', 'CreateLogStream', { logGroupName: 'bee-group', logStreamName: 'bee-stream' });
  await b('logs', 'PutLogEvents', {
    logGroupName: 'bee-group',
    logStreamName: 'bee-stream',
    logEvents: [{ timestamp: Date.now(), message: SECRET }],
  });
  const { queryId } = await b('logs', 'StartQuery', {
    logGroupName: 'bee-group',
    startTime: Math.floor(Date.now() / 1000) - 60,
    endTime: Math.floor(Date.now() / 1000) + 60,
    queryString: 'fields @message',
  });
  await b('cloudwatch', 'PutMetricData', {
    Namespace: 'bee-space',
    MetricData: [{ MetricName: 'bee-metric', Value: 4711, Dimensions: [{ Name: 'd', Value: SECRET }] }],
  });
  await b('kinesisanalyticsv2', 'CreateApplication', {
    ApplicationName: 'bee-app',
    RuntimeEnvironment: 'FLINK-1_20',
    ServiceExecutionRole: arn('iam', 'role/bee-role', ''),
    ApplicationDescription: SECRET,
    Tags: tags,
  });
  const { KeyMetadata: master } = await b('kms', 'CreateKey', { Description: SECRET, Tags: [{ TagKey: 't', TagValue: SECRET }] });
  await b('kms', 'CreateAlias', { AliasName: 'alias/bee-key', TargetKeyId: master.KeyId });
  await b('kms', 'CreateAlias', { AliasName: `alias/${SECRET}`, TargetKeyId: master.KeyId });
  const forLogs = { Effect: 'Allow', Principal: { Service: `logs.${REGION}.amazonaws.com` }, Action: 'kms:*', Resource: '*' };
  const own = { ...forLogs, Principal: { AWS: `arn:aws:iam::${B}:root` } };
  await b('kms', 'PutKeyPolicy', { KeyId: master.KeyId, Policy: document(own, forLogs) });
  await b('logs', 'CreateLogGroup', { logGroupName: 'bee-sealed', kmsKeyId: master.Arn });
  await b('logs', 'CreateLogStream', { logGroupName: 'bee-sealed', logStreamName: 'bee-stream' });
  await b('logs', 'PutLogEvents', {
    logGroupName: 'bee-sealed',
    logStreamName: 'bee-stream',
    logEvents: [{ timestamp: Date.now(), message: SECRET }],
  });
  const sealed = await b('kms', 'Encrypt', { KeyId: master.KeyId, Plaintext: Buffer.from(SECRET) });
  const grant = await b('kms', 'CreateGrant', {
    KeyId: master.KeyId,
    GranteePrincipal: arn('iam', 'user/bee-user', ''),
    Operations: ['Decrypt'],
    Name: SECRET,
  });
  const secret = await b('secretsmanager', 'CreateSecret', {
    Name: 'bee-secret',
    ClientRequestToken: 'bee-version-000000000000000000000',
    SecretString: SECRET,
    Description: SECRET,
    Tags: tags,
  });
  await b('secretsmanager', 'CreateSecret', { Name: SECRET });
  await b('iam', 'CreateOpenIDConnectProvider', { Url: 'https://bee.example.com', ClientIDList: [SECRET], Tags: tags });
  const { JobId: report } = await b('iam', 'GenerateServiceLastAccessedDetails', { Arn: arn('iam', 'user/bee-user', '') });
  await b('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: 'bee-device', Tags: tags });
  await b('sns', 'CreateTopic', { Name: 'bee-topic', Attributes: { DisplayName: SECRET }, Tags: tags });
  await b('sns', 'CreateTopic', { Name: SECRET });
  const topic = arn('sns', 'bee-topic');
  const { SubscriptionArn: subscription } = await b('sns', 'Subscribe', {
    TopicArn: topic,
    Protocol: 'email',
    Endpoint: `${SECRET}@example.com`,
    ReturnSubscriptionArn: true,
  });
  const alarm = { MetricName: 'bee-metric', Namespace: 'bee-space', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 };
  await b('cloudwatch', 'PutMetricAlarm', {
    ...{ ...alarm, AlarmName: 'bee-alarm', Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
    AlarmDescription: SECRET,
    Tags: tags,
  });
  await b('cloudwatch', 'SetAlarmState', { AlarmName: 'bee-alarm', StateValue: 'ALARM', StateReason: SECRET });
  const widget = { type: 'text', x: 0, y: 0, width: 1, height: 1, properties: { markdown: SECRET } };
  for (const DashboardName of ['bee-dashboard', SECRET])
    await b('cloudwatch', 'PutDashboard', { DashboardName, DashboardBody: JSON.stringify({ widgets: [widget] }) });
  await b('cloudtrail', 'CreateTrail', { Name: 'bee-trail', S3BucketName: 'bee-bucket', S3KeyPrefix: SECRET });
  await b('logs', 'PutMetricFilter', {
    logGroupName: 'bee-group',
    filterName: 'bee-filter',
    filterPattern: SECRET,
    metricTransformations: [{ metricName: SECRET, metricNamespace: 'bee-space', metricValue: '1' }],
  });
  await b('logs', 'PutResourcePolicy', {
    policyName: SECRET,
    policyDocument: ADMIN.replace('"Action"', `"Principal":"*","Action"`),
  });
  await b('kinesis', 'UpdateAccountSettings', { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } });
  await b('logs', 'PutQueryDefinition', { name: SECRET, queryString: `fields ${SECRET}` });
  await b('s3', 'PutBucketWebsite', { Bucket: 'bee-bucket', WebsiteConfiguration: { IndexDocument: { Suffix: SECRET } } });
  // when and where its keys and roles were used, as the gateway tells of it, and the report that says so
  const user = { kind: 'user', partition: 'aws', account: B, arn: arn('iam', 'user/bee-user', ''), userId: 'AIDABEE' } as const;
  lastUse.note({ ...user, accessKeyId: key.AccessKeyId }, 'kinesis', SECRET);
  const { Role: role } = await b('iam', 'GetRole', { RoleName: 'bee-role' });
  lastUse.note({ ...user, kind: 'role', userId: `${role.RoleId}:s` }, 'kinesis', SECRET);
  lastUse.flush();
  await b('iam', 'GenerateCredentialReport');
  const git = { UserName: SECRET, ServiceName: 'codecommit.amazonaws.com' };
  const { ServiceSpecificCredential: credential } = await b('iam', 'CreateServiceSpecificCredential', git);
  const words = [
    ...[master.KeyId, master.Arn, 'alias/bee-key', arn('kms', 'alias/bee-key'), grant.GrantId, grant.GrantToken],
    credential.ServiceSpecificCredentialId,
    ...['bee-secret', secret.ARN, secret.ARN.slice(0, -7), secret.VersionId],
    ...['bee-stream', 'bee-consumer', 'bee-bucket', 'bee-key', 'bee-user', 'bee-role', 'bee-group', 'bee-profile', 'bee-policy'],
    ...['bee-app', 'bee-space', 'bee-metric', 'p', '/', B],
    ...[stream, consumer.ConsumerARN, 'arn:aws:s3:::bee-bucket', 'arn:aws:s3:::bee-bucket/bee-key', 'bee-bucket/bee-key'],
    ...['user/bee-user', 'role/bee-role', 'group/bee-group', 'policy/bee-policy', 'instance-profile/bee-profile', 'root'].map(
      (each) => arn('iam', each, ''),
    ),
    arn('logs', 'log-group:bee-group'),
    arn('logs', 'log-group:bee-group:*'),
    arn('kinesisanalytics', 'application/bee-app'),
    arn('iam', 'oidc-provider/bee.example.com', ''),
    arn('iam', 'mfa/bee-device', ''),
    ...[topic, subscription, arn('cloudtrail', 'trail/bee-trail'), arn('cloudwatch', 'alarm:bee-alarm')],
    ...['bee-topic', 'bee-trail', 'bee-alarm', 'bee-dashboard', 'bee-filter', 'https://bee.example.com', role.RoleId],
    ...[report, iterator, put.ShardId, put.SequenceNumber, object.VersionId, upload.UploadId, key.AccessKeyId, queryId],
  ];
  return { words, ciphertext: sealed.CiphertextBlob, key: key.AccessKeyId };
}
