import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, OTHER_KEY, ROOT_KEY, type Served, serve, USER_KEY } from './served.ts';

let served: Served;
let s3: S3Client;
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
});
afterAll(() => served.close());

const refused = async (promise: Promise<unknown>) => {
  const thrown = await promise.then(
    () => undefined,
    (failure: unknown) => failure as { name: string; message: string; $metadata: { httpStatusCode: number } },
  );
  return { code: thrown?.name, message: thrown?.message, status: thrown?.$metadata?.httpStatusCode };
};

test('permissions: by action, by prefix, and what a missing key says', async () => {
  const Bucket = 'rights';
  await s3.send(new CreateBucketCommand({ Bucket }));
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
  await s3.send(new PutObjectCommand({ Bucket, Key: 'open/x', Body: 'x' }));
  const eve = served.client(USER_KEY);
  const get = (Key: string) => refused(eve.send(new GetObjectCommand({ Bucket, Key })));
  served.allow();
  expect(await get('open/x')).toEqual({
    code: 'AccessDenied',
    message: `User: arn:aws:iam::${ACCOUNT}:user/eve is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::rights/open/x" because no identity-based policy allows the s3:GetObject action`,
    status: 403,
  });
  served.allow({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::rights/*' });
  expect(await get('open/x')).toMatchObject({ code: undefined });
  expect(await get('open/none')).toMatchObject({ code: 'AccessDenied', status: 403 });
  served.allow(
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::rights/*' },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::rights',
      Condition: { StringLike: { 's3:prefix': 'open/*' } },
    },
  );
  expect((await eve.send(new ListObjectsV2Command({ Bucket, Prefix: 'open/' }))).KeyCount).toBe(1);
  expect(await refused(eve.send(new ListObjectsV2Command({ Bucket })))).toMatchObject({ code: 'AccessDenied' });
  const removed = await eve.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'open/x' }] } }));
  expect(removed.Errors).toEqual([{ Key: 'open/x', Code: 'AccessDenied', Message: expect.any(String) as string }]);
});

test('a bucket policy lets another account in; public ones are blocked until they are not', async () => {
  const Bucket = 'shared';
  const other = served.client(OTHER_KEY);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  const policy = (Principal: unknown) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
    });
  expect(await refused(other.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toMatchObject({ code: 'AccessDenied' });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy({ AWS: 'arn:aws:iam::111111111111:root' }) }));
  const got = await other.send(new GetObjectCommand({ Bucket, Key: 'k' }));
  expect(await got.Body?.transformToString()).toBe('x');
  expect(await refused(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy('*') })))).toMatchObject({
    code: 'AccessDenied',
  });
  expect((await fetch(`${served.endpoint}/${Bucket}/k`)).status).toBe(403);
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy('*') }));
  expect((await fetch(`${served.endpoint}/${Bucket}/k`)).status).toBe(403);
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }));
  const open = await fetch(`${served.endpoint}/${Bucket}/k`);
  expect([open.status, await open.text()]).toEqual([200, 'x']);
  expect(await refused(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' })))).toMatchObject({
    code: 'MalformedPolicy',
    message: 'Missing required field Statement',
  });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: { toString: 1 } } });
  expect(await refused(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).toMatchObject({
    code: 'MalformedPolicy',
    message: 'Invalid effect: {"toString":1}',
  });
});

test('deletes under a condition are done only where it holds, one by one too — S3 User Guide, "How to perform conditional deletes"', async () => {
  const Bucket = 'conditional';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = async (Key: string) => (await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))).ETag;
  const ETag = await put('a');
  await put('b');
  const wrong = '"00000000000000000000000000000000"';
  const objects = [
    { Key: 'a', ETag: wrong },
    { Key: 'b', ETag: '*' },
    { Key: 'none', ETag: '*' },
  ];
  const removed = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: objects } }));
  expect(removed.Deleted?.map(({ Key }) => Key)).toEqual(['b']);
  expect(removed.Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([
    ['a', 'PreconditionFailed'],
    ['none', 'NoSuchKey'],
  ]);
  const remove = (IfMatch?: string, as = s3) => refused(as.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch })));
  expect(await remove(wrong)).toMatchObject({ code: 'PreconditionFailed', status: 412 });
  // "you must have the s3:DeleteObject and s3:GetObject permissions"; policies may demand the header — "Enforce conditional deletes"
  const eve = served.client(USER_KEY);
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const demanded = { Effect: 'Allow', Action: 's3:DeleteObject', Resource, Condition: { Null: { 's3:if-match': 'false' } } };
  served.allow(demanded);
  expect(await remove(ETag, eve)).toMatchObject({ code: 'AccessDenied' });
  served.allow(demanded, { Effect: 'Allow', Action: 's3:GetObject', Resource });
  expect(await remove(undefined, eve)).toMatchObject({ code: 'AccessDenied' });
  expect(await remove(ETag, eve)).toMatchObject({ code: undefined });
  expect(await remove('*')).toMatchObject({ code: 'NoSuchKey', status: 404 });
});

test('policies may demand that nothing is overwritten — S3 User Guide, "Enforce conditional writes on Amazon S3 buckets"', async () => {
  const Bucket = 'written-once';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const eve = served.client(USER_KEY);
  const allow = { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` };
  served.allow(
    { ...allow, Condition: { Null: { 's3:if-none-match': 'false' } } },
    { ...allow, Condition: { Bool: { 's3:ObjectCreationOperation': 'false' } } },
  );
  const put = (more: object) => refused(eve.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more })));
  expect(await put({})).toMatchObject({ code: 'AccessDenied' });
  expect(await put({ IfNoneMatch: '*' })).toMatchObject({ code: undefined });
  const { UploadId } = await eve.send(new CreateMultipartUploadCommand({ Bucket, Key: 'm' }));
  const { ETag } = await eve.send(new UploadPartCommand({ Bucket, Key: 'm', UploadId, PartNumber: 1, Body: 'x' }));
  const complete = { Bucket, Key: 'm', UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } };
  expect(await refused(eve.send(new CompleteMultipartUploadCommand(complete)))).toMatchObject({ code: 'AccessDenied' });
  const once = new CompleteMultipartUploadCommand({ ...complete, IfNoneMatch: '*' });
  expect(await refused(eve.send(once))).toMatchObject({ code: undefined });
});
