import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_KEY, type Served, serve } from './served.ts';

// aws: goldens — recorded AWS answers in localstack tests/aws/services/s3, unless marked

let served: Served;
let s3: sdk.S3Client;
const Bucket = 'settings';
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
});
afterAll(() => served.close());
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (failure: Error) => `${failure.name}: ${failure.message}`,
  );

test('storage classes that are read at once are labels; archives are refused', async () => {
  const put = (StorageClass: string) =>
    s3.send(new sdk.PutObjectCommand({ Bucket, Key: StorageClass, Body: 'x', StorageClass: StorageClass as never }));
  await put('STANDARD');
  await put('STANDARD_IA');
  expect(await refused(put('GLACIER'))).toContain('NotImplemented');
  expect(await refused(put('FakeClass'))).toBe('InvalidStorageClass: The storage class you specified is not valid');
  const head = (Key: string) => s3.send(new sdk.HeadObjectCommand({ Bucket, Key }));
  expect((await head('STANDARD_IA')).StorageClass).toBe('STANDARD_IA');
  expect((await head('STANDARD')).StorageClass).toBeUndefined();
  const listed = await s3.send(new sdk.ListObjectsV2Command({ Bucket }));
  expect(listed.Contents?.map(({ Key, StorageClass, ChecksumAlgorithm }) => [Key, StorageClass, ChecksumAlgorithm])).toEqual([
    ['STANDARD', 'STANDARD', ['CRC32']],
    ['STANDARD_IA', 'STANDARD_IA', ['CRC32']],
  ]);
  const copy = (more: object) =>
    s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'STANDARD_IA', CopySource: `${Bucket}/STANDARD_IA`, ...more }));
  await copy({ StorageClass: 'GLACIER_IR' });
  expect((await head('STANDARD_IA')).StorageClass).toBe('GLACIER_IR');
});

test('notifications are kept as AWS writes them back', async () => {
  const put = (NotificationConfiguration: object) =>
    refused(s3.send(new sdk.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration })));
  const get = async () => {
    const { $metadata: _, ...rest } = await s3.send(new sdk.GetBucketNotificationConfigurationCommand({ Bucket }));
    return rest;
  };
  const QueueArn = 'arn:aws:sqs:us-east-1:111111111111:queue';
  const entry = (Name: string) => ({
    QueueArn,
    Events: ['s3:ObjectCreated:*'],
    Filter: { Key: { FilterRules: [{ Name, Value: 'testupload/' }] } },
  });
  expect(await get()).toEqual({});
  expect(await put({ QueueConfigurations: [entry('prefix')], EventBridgeConfiguration: {} })).toBe('done');
  expect(await get()).toEqual({
    QueueConfigurations: [{ ...entry('Prefix'), Id: expect.any(String) as string }],
    EventBridgeConfiguration: {},
  });
  // a script that adds to what is there puts back what it has got
  for (const name of ['Prefix', 'SUFFIX']) expect(await put({ QueueConfigurations: [entry(name)] })).toBe('done');
  expect((await get()).QueueConfigurations?.[0]?.Filter?.Key?.FilterRules?.[0]?.Name).toBe('Suffix');
  // recorded in localstack tests/aws/services/s3, test_s3_api.snapshot.json
  for (const name of ['INVALID', '__proto__']) {
    expect(await put({ QueueConfigurations: [entry(name)] })).toBe(
      'InvalidArgument: filter rule name must be either prefix or suffix',
    );
  }
  expect(await put({ EventBridgeConfiguration: {} })).toBe('done');
  expect(await put({ TopicConfigurations: [{ TopicArn: 'invalid-topic', Events: ['s3:ObjectCreated:*'] }] })).toBe(
    'InvalidArgument: The ARN could not be parsed',
  );
  expect(await put({})).toBe('done');
  expect(await get()).toEqual({});
});

test('a website is kept; what AWS refuses of it is refused', async () => {
  const put = (WebsiteConfiguration: object) =>
    refused(s3.send(new sdk.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration })));
  const get = () => s3.send(new sdk.GetBucketWebsiteCommand({ Bucket }));
  const drop = async () => (await s3.send(new sdk.DeleteBucketWebsiteCommand({ Bucket }))).$metadata.httpStatusCode;
  const none = 'NoSuchWebsiteConfiguration: The specified bucket does not have a website configuration';
  expect(await refused(get())).toBe(none);
  expect(await drop()).toBe(204);
  const IndexDocument = { Suffix: 'index.html' };
  const rule = (more: object) => ({ IndexDocument, RoutingRules: [more] });
  const malformed = 'InvalidArgument: The IndexDocument Suffix is not well formed';
  expect(await put({ IndexDocument: { Suffix: '/index.html' } })).toBe(malformed);
  expect(await put({ IndexDocument: { Suffix: '' } })).toBe(malformed);
  expect(await put({ RedirectAllRequestsTo: { HostName: 'test' }, IndexDocument })).toBe(
    'InvalidArgument: RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
  );
  expect(await put({ ErrorDocument: { Key: 'e' } })).toBe(
    'InvalidArgument: A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
  );
  expect(await put(rule({ Redirect: { ReplaceKeyPrefixWith: 'prefix', ReplaceKeyWith: 'key-name' } }))).toBe(
    'InvalidRequest: You can only define ReplaceKeyPrefix or ReplaceKey but not both.',
  );
  expect(await put(rule({ Redirect: { ReplaceKeyPrefixWith: 'prefix' }, Condition: {} }))).toBe(
    "InvalidRequest: Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
  );
  expect(await put({ IndexDocument, RoutingRules: [] })).toContain('MalformedXML');
  const protocol =
    'InvalidRequest: Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.';
  expect(await put({ RedirectAllRequestsTo: { HostName: 'test', Protocol: 'protocol' } })).toBe(protocol);
  expect(await put(rule({ Redirect: { Protocol: 'ftp' } }))).toBe(protocol);
  const website = {
    ...rule({ Redirect: { HostName: 'example.org', Protocol: 'https' }, Condition: { KeyPrefixEquals: 'a/' } }),
    ErrorDocument: { Key: 'e.html' },
  };
  expect(await put(website)).toBe('done');
  expect(await get()).toMatchObject(website);
  expect(await put({ RedirectAllRequestsTo: { HostName: 'example.org' } })).toBe('done');
  expect(await get()).toMatchObject({ RedirectAllRequestsTo: { HostName: 'example.org' } });
  expect(await drop()).toBe(204);
  expect(await refused(get())).toBe(none);
});

test('where access logs should go is kept, in a bucket of the same owner and region', async () => {
  const put = (LoggingEnabled?: object, name = Bucket) =>
    s3.send(new sdk.PutBucketLoggingCommand({ Bucket: name, BucketLoggingStatus: { LoggingEnabled: LoggingEnabled as never } }));
  const get = async () => (await s3.send(new sdk.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled;
  const fails = async (promise: Promise<unknown>) => {
    const { name, message, TargetBucket, TargetBucketLocation, SourceBucketLocation } = await promise.then(
      () => ({}) as Record<string, string>,
      (thrown) => thrown,
    );
    return [name, message, TargetBucket ?? SourceBucketLocation, TargetBucketLocation];
  };
  expect(await get()).toBeUndefined();
  for (const [name, LocationConstraint] of [
    ['logs-of-others', undefined],
    ['logs-in-ohio', 'us-east-2'],
    ['logs-in-oregon', 'us-west-2'],
  ] as const)
    await s3.send(
      new sdk.CreateBucketCommand({
        Bucket: name,
        ...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }),
      }),
    );
  const to = (TargetBucket: string) => ({ TargetBucket, TargetPrefix: 'log' });
  expect(await fails(put(to('logs-nowhere')))).toEqual([
    'InvalidTargetBucketForLogging',
    'The target bucket for logging does not exist',
    'logs-nowhere',
    undefined,
  ]);
  const across = 'Cross S3 location logging not allowed. ';
  expect(await fails(put(to('logs-in-oregon')))).toEqual(['CrossLocationLoggingProhibitted', across, undefined, 'us-west-2']);
  expect(await fails(put(to('logs-in-oregon'), 'logs-in-ohio'))).toEqual([
    'CrossLocationLoggingProhibitted',
    across,
    'us-east-2',
    'us-west-2',
  ]);
  const Grantee = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' };
  // READ_ACP: test_put_bucket_logging_accept_wrong_grants
  const TargetGrants = ['WRITE', 'READ_ACP'].map((Permission) => ({ Grantee, Permission }));
  const logging = { ...to('logs-of-others'), TargetGrants };
  expect((await fails(put(logging))).slice(0, 2)).toEqual([
    'AccessControlListNotSupported',
    'Target grants not allowed for bucket owner enforced buckets',
  ]);
  await s3.send(new sdk.DeleteBucketOwnershipControlsCommand({ Bucket: 'logs-of-others' }));
  expect((await fails(put({ ...logging, TargetGrants: [{ Grantee, Permission: 'WRITE_SOME' }] })))[0]).toBe('MalformedXML');
  await put(logging);
  expect(await get()).toEqual(logging);
  await put();
  expect(await get()).toBeUndefined();
});

test('acceleration is kept, but not of names with periods', async () => {
  const put = (name: string, Status: string) =>
    refused(
      s3.send(
        new sdk.PutBucketAccelerateConfigurationCommand({ Bucket: name, AccelerateConfiguration: { Status: Status as never } }),
      ),
    );
  const get = async () => (await s3.send(new sdk.GetBucketAccelerateConfigurationCommand({ Bucket }))).Status;
  expect(await get()).toBeUndefined();
  expect(await put(Bucket, 'enabled')).toContain('MalformedXML');
  expect(await put(Bucket, 'Enabled')).toBe('done');
  expect(await get()).toBe('Enabled');
  expect(await put(Bucket, 'Suspended')).toBe('done');
  expect(await get()).toBe('Suspended');
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'with.periods' }));
  // whatever the document says
  for (const status of ['Enabled', 'random']) {
    expect(await put('with.periods', status)).toBe(
      'InvalidRequest: S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
    );
  }
});

test('a bucket that is not there comes before a document that cannot be read — test_s3_default_bucket_encryption_exc', async () => {
  const put = (name: string) =>
    refused(s3.send(new sdk.PutBucketEncryptionCommand({ Bucket: name, ServerSideEncryptionConfiguration: { Rules: [] } })));
  expect(await put('not-there')).toBe('NoSuchBucket: The specified bucket does not exist');
  expect(await put(Bucket)).toContain('MalformedXML');
});

test('what cannot be made here, is told as where nobody has made it', async () => {
  const none = 'NoSuchConfiguration: The specified configuration does not exist.';
  for (const command of [
    new sdk.GetBucketAnalyticsConfigurationCommand({ Bucket, Id: 'a' }),
    new sdk.DeleteBucketAnalyticsConfigurationCommand({ Bucket, Id: 'a' }),
    new sdk.GetBucketInventoryConfigurationCommand({ Bucket, Id: 'a' }),
    new sdk.DeleteBucketInventoryConfigurationCommand({ Bucket, Id: 'a' }),
    new sdk.GetBucketIntelligentTieringConfigurationCommand({ Bucket, Id: 'a' }),
    new sdk.DeleteBucketIntelligentTieringConfigurationCommand({ Bucket, Id: 'a' }),
  ])
    expect(await refused(s3.send(command as never)), command.constructor.name).toBe(none);
  const { $metadata } = await s3.send(new sdk.DeleteBucketReplicationCommand({ Bucket }));
  expect($metadata.httpStatusCode).toBe(204);
});

test('metadata beyond ASCII is kept decoded and told in words', async () => {
  // aws: test_user_metadata_rfc2047_encoded
  const Metadata = { 'non-ascii': '=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=', 'fake-encoded': '=?UTF-8?Q?actually-ascii?=' };
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'words', Body: 'x', Metadata }));
  const { Metadata: told } = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'words' }));
  expect(told).toEqual({ 'non-ascii': '=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=', 'fake-encoded': 'actually-ascii' });
});
