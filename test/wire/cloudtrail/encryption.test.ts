/** A trail with a key of KMS: its files lie under the key, as the key's policy lets CloudTrail in. */
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Console, serveConsole } from '../console/served.ts';

const ACCOUNT = '000000000000';
const ARN = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/sealed`;
const Bucket = 'sealed-trails';
let millrace: Console;
let s3: S3Client;
let keyArn = '';
let KeyId = '';

const trail = (operation: string, input: object) =>
  millrace.json('cloudtrail', `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`, input);
const kms = async (operation: string, input: object) => (await millrace.json('kms', `TrentService.${operation}`, input)).body;
const said = async (operation: string, input: object) => {
  const { status, body } = await trail(operation, input);
  return status === 200 ? 'done' : `${body.__type.split('#').at(-1)}: ${body.message}`;
};

const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
// aws: user guide, "Configure AWS KMS key policies for CloudTrail"
const service = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Resource: '*' };
const source = { StringEquals: { 'aws:SourceArn': ARN } };
const describing = { ...service, Action: 'kms:DescribeKey', Condition: source };
const encrypting = (bound: string) => ({
  ...service,
  Action: 'kms:GenerateDataKey*',
  Condition: { ...source, StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': bound } },
});
const allowed = [own, describing, encrypting(`arn:aws:cloudtrail:*:${ACCOUNT}:trail/*`)];
const setPolicy = (...statements: object[]) =>
  kms('PutKeyPolicy', { KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) });

beforeAll(async () => {
  millrace = await serveConsole({ MILLRACE_TRAIL_INTERVAL: '1', MILLRACE_TRAIL_DIGEST_INTERVAL: '2' });
  const { accessKeyId, secretAccessKey } = millrace.root;
  const credentials = { accessKeyId, secretAccessKey };
  s3 = new S3Client({ endpoint: millrace.url, region: 'us-east-1', forcePathStyle: true, credentials });
  const { KeyMetadata: made } = await kms('CreateKey', {});
  keyArn = made.Arn;
  KeyId = made.KeyId;
  await kms('CreateAlias', { AliasName: 'alias/trails', TargetKeyId: KeyId });
  const asTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Condition: source };
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { ...asTrail, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${Bucket}` },
      { ...asTrail, Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/AWSLogs/${ACCOUNT}/*` },
    ],
  });
  const raw = (query: string, body = '') =>
    millrace.ask({ method: 'PUT', path: `/${Bucket}`, query, body, as: millrace.root, service: 's3' });
  await raw('');
  await raw('policy=', policy);
}, 60_000);
afterAll(async () => {
  s3.destroy();
  await millrace.close();
});

const files = async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `AWSLogs/${ACCOUNT}/CloudTrail` }));
  return Contents.flatMap(({ Key = '', Size }) => (Size ? [Key] : [])).sort();
};

test('is made only where the key lets CloudTrail in for it', async () => {
  const wanted = { Name: 'sealed', S3BucketName: Bucket, EnableLogFileValidation: true };
  const create = (KmsKeyId: string) => said('CreateTrail', { ...wanted, KmsKeyId });
  const absent = keyArn.replace(/.$/, keyArn.endsWith('0') ? '1' : '0');
  expect(await create(absent)).toBe(`KmsKeyNotFoundException: The KMS key ${absent} was not found.`);
  expect(await create('no key')).toBe('InvalidKmsKeyIdException: no key is not the id of a KMS key.');
  const denied = `InsufficientEncryptionPolicyException: Insufficient permissions to access S3 bucket ${Bucket} or KMS key ${keyArn}.`;
  expect(await create(keyArn)).toBe(denied);
  await setPolicy(own, describing);
  expect(await create(keyArn)).toBe(denied);
  await setPolicy(own, describing, encrypting(`arn:aws:cloudtrail:*:${ACCOUNT}:trail/other`));
  expect(await create(keyArn)).toBe(denied);
  await setPolicy(...allowed);
  await kms('DisableKey', { KeyId });
  expect(await create(keyArn)).toBe(`KmsException: The KMS key ${keyArn} is Disabled.`);
  await kms('EnableKey', { KeyId });
  const { body } = await trail('CreateTrail', { ...wanted, KmsKeyId: 'alias/trails' });
  expect(body).toMatchObject({ KmsKeyId: keyArn });
  expect((await trail('GetTrail', { Name: 'sealed' })).body.Trail).toMatchObject({ KmsKeyId: keyArn });
});

test('log files and digests lie under the key, and are read by whom the key lets in', { timeout: 30_000 }, async () => {
  await trail('StartLogging', { Name: 'sealed' });
  await kms('ListKeys', {});
  await vi.waitFor(
    async () =>
      expect((await files()).map((key) => key.split('/')[2])).toEqual(
        expect.arrayContaining(['CloudTrail', 'CloudTrail-Digest']),
      ),
    { timeout: 15_000, interval: 200 },
  );
  for (const Key of await files()) {
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
  }
  const [Key] = (await files()).filter((key) => key.includes('/CloudTrail/'));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const { Records } = JSON.parse(gunzipSync((await Body?.transformToByteArray()) ?? '').toString());
  expect(Records.length).toBeGreaterThan(0);
  // what the trail's own delivery asks of the key has no end: it is found by LookupEvents, and in no file
  const lookup = { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'GenerateDataKey' }], MaxResults: 1 };
  const { Events } = (await trail('LookupEvents', lookup)).body;
  expect(JSON.parse(Events[0].CloudTrailEvent)).toMatchObject({
    userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
    sourceIPAddress: 'cloudtrail.amazonaws.com',
    requestParameters: {
      keySpec: 'AES_256',
      encryptionContext: { 'aws:cloudtrail:arn': ARN, 'aws:s3:arn': expect.stringContaining(`arn:aws:s3:::${Bucket}/AWSLogs/`) },
    },
  });
});

test('a key that is disabled stops deliveries, and a trail can be without one again', { timeout: 30_000 }, async () => {
  await kms('DisableKey', { KeyId });
  const status = async () => (await trail('GetTrailStatus', { Name: 'sealed' })).body;
  await vi.waitFor(async () => expect((await status()).LatestDeliveryError).toBe('KMS.DisabledException'), {
    timeout: 15_000,
    interval: 200,
  });
  const before = await files();
  await trail('UpdateTrail', { Name: 'sealed', KmsKeyId: '' });
  expect((await trail('GetTrail', { Name: 'sealed' })).body.Trail.KmsKeyId).toBeUndefined();
  const news = async () => (await files()).filter((key) => !before.includes(key) && key.includes('/CloudTrail/'));
  await vi.waitFor(async () => expect(await news()).not.toEqual([]), { timeout: 15_000, interval: 200 });
  const [Key] = await news();
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ServerSideEncryption).toBe('AES256');
});

test('a lookup answers 50 events at most', async () => {
  await vi.waitFor(async () =>
    expect(await said('LookupEvents', { MaxResults: 51 })).toBe(
      'InvalidMaxResultsException: MaxResults must be between 1 and 50.',
    ),
  );
  await vi.waitFor(async () => expect(await said('LookupEvents', { MaxResults: 0 })).toMatch(/^InvalidMaxResultsException/));
});
