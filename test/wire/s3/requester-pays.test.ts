import * as sdk from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';
import { OTHER, OTHER_KEY } from './served.ts';

// aws: S3 User Guide, "Using Requester Pays buckets" and "Downloading objects from Requester Pays buckets"

let on: Recorder;
let s3: sdk.S3Client;
/** Of another account, which the bucket's policy lets in. */
let other: sdk.S3Client;
const Bucket = 'paid';
const at = { Bucket, Key: 'k' };
const pays = { RequestPayer: 'requester' } as const;
beforeAll(async () => {
  on = await record(Bucket);
  ({ s3 } = on);
  other = on.served.client(OTHER_KEY);
  await s3.send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }));
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: 's3:Get*', Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`] },
    {
      Effect: 'Allow',
      Principal: { AWS: OTHER },
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    },
  ];
  await s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  await s3.send(new sdk.PutObjectCommand({ ...at, Body: 'abc' }));
  await other.send(new sdk.CreateBucketCommand({ Bucket: 'own' }));
});
afterAll(() => on.served.close());

const pay = (Payer: sdk.Payer) =>
  s3.send(new sdk.PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer } }));
const payer = async () => (await s3.send(new sdk.GetBucketRequestPaymentCommand({ Bucket }))).Payer;

test('requests of others must say that they pay, and are told that they did', async () => {
  expect(await payer()).toBe('BucketOwner');
  // where the owner pays, what is said is not heard
  expect((await other.send(new sdk.GetObjectCommand({ ...at, ...pays }))).RequestCharged).toBeUndefined();
  await pay('Requester');
  expect(await payer()).toBe('Requester');

  const denied = { Code: 'AccessDenied', Message: 'Access Denied', Status: 403 };
  for (const command of [
    new sdk.GetObjectCommand(at),
    new sdk.GetObjectTaggingCommand(at),
    new sdk.GetObjectCommand({ Bucket, Key: 'not-there' }),
    new sdk.ListObjectsV2Command({ Bucket }),
    new sdk.PutObjectCommand({ ...at, Body: 'x' }),
    new sdk.DeleteObjectCommand(at),
    new sdk.GetBucketLocationCommand({ Bucket }),
    new sdk.CopyObjectCommand({ Bucket: 'own', Key: 'k', CopySource: `${Bucket}/k` }),
  ]) {
    expect(await refused(other.send(command as sdk.GetObjectCommand))).toEqual(denied);
  }
  expect((await refused(other.send(new sdk.HeadObjectCommand(at))))['Status']).toBe(403);

  for (const command of [
    new sdk.GetObjectCommand({ ...at, ...pays }),
    new sdk.HeadObjectCommand({ ...at, ...pays }),
    new sdk.ListObjectsV2Command({ Bucket, ...pays }),
    new sdk.PutObjectCommand({ Bucket, Key: 'new', Body: 'x', ...pays }),
    new sdk.DeleteObjectCommand({ Bucket, Key: 'new', ...pays }),
    new sdk.CopyObjectCommand({ Bucket: 'own', Key: 'k', CopySource: `${Bucket}/k`, ...pays }),
  ]) {
    expect((await other.send(command as sdk.GetObjectCommand)).RequestCharged).toBe('requester');
  }
  expect(await refused(other.send(new sdk.GetObjectCommand({ Bucket, Key: 'none', ...pays })))).toMatchObject({
    Code: 'NoSuchKey',
  });
  // its own bucket is its own affair
  expect((await other.send(new sdk.GetObjectCommand({ Bucket: 'own', Key: 'k' }))).RequestCharged).toBeUndefined();
});

test('what the model has no member for takes and tells it in headers', async () => {
  await pay('Requester');
  const seen: Record<string, string>[] = [];
  other.middlewareStack.add(
    (next) => async (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-request-payer'] = 'requester';
      const result = await next(args);
      seen.push((result.response as { headers: Record<string, string> }).headers);
      return result;
    },
    { step: 'build', priority: 'low', name: 'payer' },
  );
  await other.send(new sdk.GetBucketLocationCommand({ Bucket }));
  other.middlewareStack.remove('payer');
  expect(seen[0]?.['x-amz-request-charged']).toBe('requester');
});

test('the owner need not say anything, and nobody comes without a name', async () => {
  await pay('Requester');
  const { RequestCharged } = await s3.send(new sdk.GetObjectCommand(at));
  expect(RequestCharged).toBeUndefined();
  const get = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`${on.served.endpoint}/${Bucket}/k`, { headers });
    return [answer.status, /<Code>(.*?)</.exec(await answer.text())?.[1]];
  };
  expect(await get()).toEqual([403, 'AccessDenied']);
  expect(await get({ 'x-amz-request-payer': 'requester' })).toEqual([403, 'AccessDenied']);
  await pay('BucketOwner');
  expect(await get()).toEqual([200, undefined]);
});

test('a presigned URL says it in a parameter', async () => {
  await pay('Requester');
  const url = await getSignedUrl(other, new sdk.GetObjectCommand({ ...at, ...pays }));
  expect(url).toContain('x-amz-request-payer=requester');
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get('x-amz-request-charged')]).toEqual([200, 'requester']);
  expect((await fetch(await getSignedUrl(other, new sdk.GetObjectCommand(at)))).status).toBe(403);
});
