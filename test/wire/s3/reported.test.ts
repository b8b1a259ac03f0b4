import { Readable } from 'node:stream';
import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { presign } from '#auth';
import { type Recorder, record, refused } from './recorder.ts';
import { ROOT_KEY, SECRET } from './served.ts';

// aws: goldens — AWS's answers in public reports, or in tests that were run on AWS; where from stands at each

let on: Recorder;
let s3: sdk.S3Client;
const Bucket = 'reported';
beforeAll(async () => {
  on = await record(Bucket);
  ({ s3 } = on);
});
afterAll(() => on.served.close());

/** What a request is told whose headers are not what the client would send. */
async function saying(headers: Record<string, string>, send: () => Promise<unknown>): Promise<Record<string, unknown>> {
  on.meddle = (sent) => void Object.assign(sent, headers);
  try {
    return await refused(send());
  } finally {
    on.meddle = () => {};
  }
}

/** Code and sentence of what a GET is told. */
async function get(path: string, query: string): Promise<string> {
  const { endpoint } = on.served;
  const key = { accessKeyId: ROOT_KEY, secretAccessKey: SECRET };
  const plain = { method: 'GET', path, query, headers: { host: new URL(endpoint).host } };
  const url = presign(plain, key, { region: 'us-east-1', service: 's3', now: Date.now() }, 60);
  const text = await (await fetch(`${endpoint}${path}?${url}`)).text();
  return /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(text)?.slice(1).join(': ') ?? 'done';
}

const MALFORMED = {
  Code: 'MalformedXML',
  Message: 'The XML you provided was not well-formed or did not validate against our published schema',
  Status: 400,
};
const put = (more: object = {}) => s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }));

test('a bucket policy allows what its resources can be asked for — ministryofjustice/modernisation-platform pull request 10762, spack/spack-infrastructure pull request 978', async () => {
  const policy = (Action: string | string[], Resource: string | string[]) => {
    const statement = { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action, Resource };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    return refused(s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy })));
  };
  const [bucket, objects] = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const no = { Code: 'MalformedPolicy', Message: 'Action does not apply to any resource(s) in statement', Status: 400 };
  expect(await policy('s3:GetObject', bucket)).toEqual(no);
  expect(await policy(['s3:ListBucket', 's3:GetObject'], objects)).toEqual(no);
  expect(await policy('s3:GetBucketAcl', objects)).toEqual(no);
  expect(await policy(['s3:ListBucket', 's3:GetObject'], [bucket, objects])).toMatchObject({ Code: 'done' });
  expect(await policy('s3:Get*', bucket)).toMatchObject({ Code: 'done' });
});

test('a part that is listed has a number and an ETag — versity/versitygw issue 2111', async () => {
  const at = { Bucket, Key: 'parts' };
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand(at));
  const { ETag } = await s3.send(new sdk.UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'x' }));
  for (const part of [{ ETag }, { PartNumber: 1 }]) {
    const complete = new sdk.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts: [part] } });
    expect(await refused(s3.send(complete))).toEqual(MALFORMED);
  }
  expect(await get('/reported/parts', `part-number-marker=-1&uploadId=${UploadId}`)).toBe(
    'InvalidArgument: Argument part-number-marker must be an integer between 0 and 2147483647',
  );
});

test('numbers of listings — versity/versitygw issues 1794 and 1804; the last sentence: its tests/integration/ListBuckets.go', async () => {
  const sentence = (name: string) => `InvalidArgument: Provided ${name} not an integer or within integer range`;
  expect(await get('/', 'max-buckets=x')).toBe(sentence('max-buckets'));
  expect(await get('/', 'max-buckets=3000000000')).toBe(sentence('max-buckets'));
  expect(await get('/reported', 'max-uploads=2157483647&uploads=')).toBe(sentence('max-uploads'));
  expect(await get('/reported/k', 'max-parts=3000000000&uploadId=u')).toBe(sentence('max-parts'));
  expect(await get('/reported/k', 'part-number-marker=x&uploadId=u')).toBe(sentence('part-number-marker'));
  for (const number of [0, -1, 10_001]) {
    expect(await get('/', `max-buckets=${number}`)).toBe(
      'InvalidArgument: Argument max-buckets must be an integer between 1 and 10000.',
    );
  }
  expect(await get('/', 'max-buckets=1')).toBe('done');
});

test('a version that is named is copied over itself — getmoto/moto test_copy_object_in_place_with_versioning', async () => {
  const at = { Bucket: 'reported-versions', Key: 'k' };
  const copy = (version = '') => s3.send(new sdk.CopyObjectCommand({ ...at, CopySource: `${at.Bucket}/k${version}` }));
  await s3.send(new sdk.CreateBucketCommand(at));
  await s3.send(new sdk.PutObjectCommand({ ...at, Body: 'x' }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new sdk.PutBucketVersioningCommand({ ...at, VersioningConfiguration }));
  const { VersionId: before } = await s3.send(new sdk.PutObjectCommand({ ...at, Body: 'y' }));
  const { VersionId: after, CopySourceVersionId } = await copy(`?versionId=${before}`);
  expect(CopySourceVersionId).toBe(before);
  expect(after).not.toBe(before);
  await copy('?versionId=null');
  expect((await s3.send(new sdk.ListObjectVersionsCommand(at))).Versions).toHaveLength(4);
  expect(await refused(copy())).toMatchObject({ Code: 'InvalidRequest' });
});

test('a redirect is an address or a path — aws/aws-cli issue 1130, laurilehmijoki/s3_website issue 99', async () => {
  expect(await refused(put({ WebsiteRedirectLocation: 'about.html' }))).toEqual({
    Code: 'InvalidRedirectLocation',
    Message: "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
    Status: 400,
  });
  for (const WebsiteRedirectLocation of ['/about.html', 'http://a.example/', 'https://a.example/']) {
    await put({ WebsiteRedirectLocation });
    expect((await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'k' }))).WebsiteRedirectLocation).toBe(
      WebsiteRedirectLocation,
    );
  }
});

test('the checksum that is sent is the one that is named — versity/versitygw issues 1598 and 1659', async () => {
  const no = { Code: 'InvalidRequest', Message: 'Value for x-amz-sdk-checksum-algorithm header is invalid.', Status: 400 };
  const { ChecksumCRC32C } = await put({ ChecksumAlgorithm: 'CRC32C' });
  const sum = { ChecksumCRC32C };
  expect(await refused(put({ ChecksumAlgorithm: 'CRC32', ...sum }))).toEqual(no);
  const at = { Bucket, Key: 'parts' };
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand(at));
  const part = { ...at, UploadId, PartNumber: 1, Body: 'x' };
  expect(await refused(s3.send(new sdk.UploadPartCommand({ ...part, ChecksumAlgorithm: 'CRC32', ...sum })))).toEqual(no);
  // in a trailer
  const streamed = () => put({ Body: Readable.from([Buffer.from('x')]), ContentLength: 1 });
  expect(await refused(streamed())).toMatchObject({ Code: 'done' });
  expect(await saying({ 'x-amz-sdk-checksum-algorithm': 'SHA1' }, streamed)).toEqual(no);
  // one of both only, as clients send it
  for (const fine of [sum, { ChecksumAlgorithm: 'CRC32C' }, { ChecksumAlgorithm: 'CRC32C', ...sum }]) {
    expect(await refused(put(fine))).toMatchObject({ Code: 'done' });
  }
});

test('an ETag needs neither of its quotes — getmoto/moto test_put_object_if_match', async () => {
  for (const cut of [(tag: string) => tag.slice(1), (tag: string) => tag.slice(0, -1), (tag: string) => tag.slice(1, -1)]) {
    const { ETag = '' } = await put();
    expect(await refused(put({ IfMatch: cut(ETag) }))).toMatchObject({ Code: 'done' });
  }
});

test('a lock without a document — getmoto/moto test_put_object_lock_misconfiguration', async () => {
  const lock = (more: object = {}) => refused(s3.send(new sdk.PutObjectLockConfigurationCommand({ Bucket, ...more })));
  expect(await lock()).toEqual({ Code: 'MissingRequestBodyError', Message: 'Request Body is empty', Status: 400 });
  expect(await lock({ ObjectLockConfiguration: {} })).toEqual(MALFORMED);
});

test('attributes and holds that there are not — versity/versitygw issues 915, 917, 1000, 1141 and 1806', async () => {
  await put();
  const ask = (ObjectAttributes: string[]) =>
    s3.send(
      new sdk.GetObjectAttributesCommand({ Bucket, Key: 'k', ObjectAttributes: ObjectAttributes as sdk.ObjectAttributes[] }),
    );
  expect(await refused(ask(['ETags']))).toEqual({
    Code: 'InvalidArgument',
    Message: 'Invalid attribute name specified.',
    ArgumentName: 'x-amz-object-attributes',
    ArgumentValue: 'ETags',
    Status: 400,
  });
  expect(await get('/reported/k', 'attributes=')).toBe(
    'InvalidRequest: The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
  );
  for (const number of ['x', '-1', '3000000000']) {
    expect(await saying({ 'x-amz-max-parts': number }, () => ask(['ObjectParts']))).toMatchObject({ Code: 'done' });
  }
  expect(await saying({ 'x-amz-object-lock-legal-hold': 'FOO' }, put)).toMatchObject({
    Code: 'InvalidArgument',
    Message: "Legal Hold must be either of 'ON' or 'OFF'",
  });
});

test('a part number that no part can have is refused otherwise than one that none has — radkawar/stackd s3/multipart_read_bounds_replay.json', async () => {
  const Key = 'single';
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body: '0123456789' }));
  const get = (more: object) => refused(s3.send(new sdk.GetObjectCommand({ Bucket, Key, ...more })));
  for (const PartNumber of [0, 10_001]) expect(await get({ PartNumber })).toMatchObject({ Code: 'InvalidArgument', Status: 400 });
  for (const PartNumber of [2, 3]) expect(await get({ PartNumber })).toMatchObject({ Code: 'InvalidPartNumber', Status: 416 });
  expect(await get({ PartNumber: 0, Range: 'bytes=0-2' })).toMatchObject({ Code: 'InvalidRequest', Status: 400 });
});

test('what is completed may be aborted, to no effect, and is known until it is written over or gone — radkawar/stackd s3/multipart_completion_replay.json', async () => {
  const Key = 'completed';
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }));
  const { ETag } = await s3.send(new sdk.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  const complete = () => refused(s3.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload })));
  const abort = () => refused(s3.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
  expect([await complete(), await abort(), await abort(), await complete()]).toEqual(Array(4).fill({ Code: 'done' }));
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'other' }));
  expect(await complete()).toMatchObject({ Code: 'NoSuchUpload', Status: 404 });
  await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
  expect(await complete()).toMatchObject({ Code: 'NoSuchUpload', Status: 404 });
});
