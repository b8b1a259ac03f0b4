import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_KEY, SECRET, type Served, serve } from './served.ts';

// aws: goldens — recorded AWS answers in localstack tests/aws/services/s3, unless marked

let served: Served;
let s3: sdk.S3Client;
const Bucket = 'settings';
beforeAll(async () => {
  served = await serve();
  const credentials = { accessKeyId: ROOT_KEY, secretAccessKey: SECRET };
  s3 = new sdk.S3Client({ endpoint: served.endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1, credentials });
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
  expect(await put({ QueueConfigurations: [entry('INVALID')] })).toContain('MalformedXML'); // AWS: InvalidArgument; the model's enum comes first here
  expect(await put({ TopicConfigurations: [{ TopicArn: 'invalid-topic', Events: ['s3:ObjectCreated:*'] }] })).toBe(
    'InvalidArgument: The ARN could not be parsed',
  );
  expect(await put({})).toBe('done');
  expect(await get()).toEqual({});
});
