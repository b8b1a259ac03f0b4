import { request } from 'node:http';
import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signHeaders } from '#auth';
import { type Recorder, record, refused } from './recorder.ts';
import { ROOT_KEY, SECRET, type Served } from './served.ts';

// aws: goldens — recorded AWS answers (February 2026) in localstack tests/aws/services/s3; the name of the recording stands at each, unless marked

let on: Recorder;
let served: Served;
let s3: sdk.S3Client;
const Bucket = 'answers';
beforeAll(async () => {
  on = await record(Bucket);
  ({ served, s3 } = on);
});
afterAll(() => served.close());

/** Status and code of an answer to nobody. */
async function anonymous(path: string, method = 'GET'): Promise<[number, string | undefined]> {
  const answer = await fetch(`${served.endpoint}${path}`, { method });
  return [answer.status, /<Code>(.*?)<\/Code>/.exec(await answer.text())?.[1]];
}

test('anybody learns that there is no such bucket, and nothing of one that is there', async () => {
  for (const path of ['/no-such-bucket', '/no-such-bucket/k', '/no-such-bucket?policy']) {
    expect(await anonymous(path)).toEqual([404, 'NoSuchBucket']);
  }
  expect(await anonymous('/no-such-bucket/k', 'HEAD')).toEqual([404, undefined]);
  expect(await anonymous('/no-such-bucket', 'PUT')).toEqual([403, 'AccessDenied']);
  expect(await anonymous(`/${Bucket}`)).toEqual([403, 'AccessDenied']);
  expect(await anonymous(`/${Bucket}/k`)).toEqual([403, 'AccessDenied']);
  expect(await anonymous('/')).toEqual([403, 'AccessDenied']);
});

test('GetObjectTagging names a key that is missing with its bucket — test_object_tagging_exc', async () => {
  const at = { Bucket, Key: 'none' };
  const missing = { Code: 'NoSuchKey', Message: 'The specified key does not exist.', Status: 404 };
  expect(await refused(s3.send(new sdk.GetObjectTaggingCommand(at)))).toEqual({ ...missing, Key: `${Bucket}/none` });
  expect(await refused(s3.send(new sdk.DeleteObjectTaggingCommand(at)))).toEqual({ ...missing, Key: 'none' });
});

test('an empty access control policy is none — test_s3_bucket_acl_exceptions, test_s3_object_acl_exceptions', async () => {
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  const Message = 'The XML you provided was not well-formed or did not validate against our published schema';
  for (const command of [
    new sdk.PutBucketAclCommand({ Bucket, AccessControlPolicy: {} }),
    new sdk.PutObjectAclCommand({ Bucket, Key: 'k', AccessControlPolicy: {} }),
  ]) {
    expect(await refused(s3.send(command as sdk.PutBucketAclCommand))).toEqual({
      Code: 'MalformedACLError',
      Message,
      Status: 400,
    });
  }
});

test('a part has its own checksum if the object is a composite; the whole one is told of what is whole', async () => {
  const upload = async (Key: string, ChecksumType: sdk.ChecksumType, sizes: number[]) => {
    const at = { Bucket, Key };
    const { UploadId } = await s3.send(
      new sdk.CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'CRC32C', ChecksumType }),
    );
    const Parts: sdk.CompletedPart[] = [];
    for (const [index, size] of sizes.entries()) {
      const PartNumber = index + 1;
      const Body = Buffer.alloc(size, 97);
      const { ETag, ChecksumCRC32C } = await s3.send(
        new sdk.UploadPartCommand({ ...at, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32C' }),
      );
      Parts.push({ ETag, ChecksumCRC32C, PartNumber });
    }
    const done = await s3.send(new sdk.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));
    const last = await s3.send(new sdk.HeadObjectCommand({ ...at, PartNumber: sizes.length, ChecksumMode: 'ENABLED' }));
    return { whole: done.ChecksumCRC32C, parts: Parts.map((part) => part.ChecksumCRC32C), last };
  };
  const MB = 1024 * 1024;
  // test_complete_multipart_parts_checksum_full_object[CRC32C]
  const full = await upload('full', 'FULL_OBJECT', [5 * MB, 10]);
  expect([full.last.ChecksumCRC32C, full.last.ChecksumType, full.last.PartsCount]).toEqual([undefined, undefined, 2]);
  // test_complete_multipart_parts_checksum_composite[CRC32C]
  const composite = await upload('composite', 'COMPOSITE', [5 * MB, 10]);
  expect([composite.last.ChecksumCRC32C, composite.last.ChecksumType]).toEqual([composite.parts[1], 'COMPOSITE']);
  // test_get_object_part_checksum
  for (const type of ['FULL_OBJECT', 'COMPOSITE'] as const) {
    const one = await upload(`one-${type}`, type, [16]);
    expect([one.last.ChecksumCRC32C, one.last.ChecksumType, one.last.PartsCount]).toEqual([one.parts[0], type, 1]);
  }
});

test('keys of 1,024 bytes in UTF-8, whole; longer ones and such with a NUL not at all', async () => {
  // S3 user guide, "Naming Amazon S3 objects"
  const longest = `${'ü€😀'.repeat(113)}${'k'.repeat(7)}`;
  expect(Buffer.byteLength(longest)).toBe(1024);
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: longest, Body: 'x' }));
  const { Contents } = await s3.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: 'ü' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual([longest]);
  await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: longest }));
  expect(await refused(s3.send(new sdk.PutObjectCommand({ Bucket, Key: `${longest}k`, Body: 'x' })))).toEqual({
    Code: 'KeyTooLongError',
    Message: 'Your key is too long',
    MaxSizeAllowed: '1024',
    Size: '1025',
    Status: 400,
  });
  const before = (await s3.send(new sdk.ListObjectsV2Command({ Bucket }))).KeyCount;
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
  const at = { Bucket, Key: 'a\0b' };
  for (const work of [
    new sdk.PutObjectCommand({ Bucket, Key: 'a\0b', Body: 'x' }),
    new sdk.CopyObjectCommand({ Bucket, Key: 'a\0b', CopySource: `${Bucket}/k` }),
    new sdk.CreateMultipartUploadCommand(at),
    new sdk.GetObjectCommand(at),
    new sdk.DeleteObjectCommand(at),
    new sdk.ListObjectsV2Command({ Bucket, Prefix: 'a\0b' }),
    new sdk.CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/a%00b` }),
  ]) {
    expect((await refused(s3.send(work as sdk.PutObjectCommand))).Code).toBe('InvalidArgument');
  }
  const Delete = { Objects: [{ Key: 'a\0b' }] };
  expect((await refused(s3.send(new sdk.DeleteObjectsCommand({ Bucket, Delete })))).Code).toBe('MalformedXML');
  expect((await s3.send(new sdk.ListObjectsV2Command({ Bucket }))).KeyCount).toBe((before ?? 0) + 1);
});

test('a storage class that is none is told again — test_post_object_with_storage_class', async () => {
  const StorageClass = 'FakeClass' as sdk.StorageClass;
  expect(await refused(s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', StorageClass })))).toEqual({
    Code: 'InvalidStorageClass',
    Message: 'The storage class you specified is not valid',
    StorageClassRequested: 'FakeClass',
    Status: 400,
  });
});

test('headers beyond ASCII verify, as Latin-1 and as UTF-8', async () => {
  const text = 'f\u00fcr \u2014 alle';
  for (const [key, value, signedAs] of [
    ['utf8', Buffer.from(text).toString('latin1'), text],
    ['latin1', 'f\u00fcr', 'f\u00fcr'],
  ] as const) {
    const url = new URL(`${served.endpoint}/${Bucket}/${key}`);
    const request = { method: 'PUT', path: url.pathname, query: '', headers: { host: url.host, 'x-amz-meta-a': signedAs } };
    const scope = { region: 'us-east-1', service: 's3', now: Date.now() };
    const { host: _, ...headers } = signHeaders(request, 'x', { accessKeyId: ROOT_KEY, secretAccessKey: SECRET }, scope);
    const sent = await fetch(url, { method: 'PUT', body: 'x', headers: { ...headers, 'x-amz-meta-a': value } });
    expect([key, sent.status]).toEqual([key, 200]);
    const other = await fetch(url, { method: 'PUT', body: 'x', headers: { ...headers, 'x-amz-meta-a': `${value}!` } });
    expect([key, other.status]).toEqual([key, 403]);
  }
});

test('listings and every HeadBucket say where the bucket is', async () => {
  // aws: listings — test_region_header_exists_outside_us_east_1; HeadBucket — "regardless of the permissions", API Reference
  const Named = 'told-region';
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await s3.send(new sdk.CreateBucketCommand({ Bucket: Named, CreateBucketConfiguration }));
  const told = () => on.answered.headers['x-amz-bucket-region'];
  await s3.send(new sdk.ListObjectsV2Command({ Bucket: Named }));
  expect(told()).toBe('eu-west-1');
  await s3.send(new sdk.ListObjectsCommand({ Bucket: Named }));
  expect(told()).toBe('eu-west-1');
  const head = await fetch(`${served.endpoint}/${Named}`, { method: 'HEAD' });
  expect([head.status, head.headers.get('x-amz-bucket-region')]).toEqual([403, 'eu-west-1']);
  const get = await fetch(`${served.endpoint}/${Named}`);
  expect([get.status, get.headers.get('x-amz-bucket-region')]).toEqual([403, null]);
});

test('an upload is completed with the checksum of the object, not of the document — test_complete_multipart_parts_checksum_full_object', async () => {
  const begin = { Bucket, Key: 'whole', ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand(begin));
  const part = { Bucket, Key: 'whole', UploadId, PartNumber: 1, Body: 'hello', ChecksumAlgorithm: 'CRC32' } as const;
  const { ETag } = await s3.send(new sdk.UploadPartCommand(part));
  const complete = (ChecksumCRC32: string, ChecksumType?: 'FULL_OBJECT') =>
    s3.send(
      new sdk.CompleteMultipartUploadCommand({
        Bucket,
        Key: 'whole',
        UploadId,
        MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] },
        ChecksumCRC32,
        ChecksumType,
      }),
    );
  expect(await refused(complete('AAAAAA==', 'FULL_OBJECT'))).toMatchObject({ Code: 'BadDigest' });
  // test_multipart_parts_checksum_exceptions_full_object: what does not say it is of the whole object
  expect(await refused(complete('NhCmhg=='))).toMatchObject({ Code: 'BadDigest' });
  expect(await complete('NhCmhg==', 'FULL_OBJECT')).toMatchObject({ ChecksumCRC32: 'NhCmhg==', ChecksumType: 'FULL_OBJECT' });
});

test('listings name the bucket before what is in it, in whole seconds; no constraint is an empty element — test_response_structure, …_get_bucket_location, test_s3_timestamp_precision', async () => {
  const text = async (query: string, bucket = `/${Bucket}`) => {
    const request = { method: 'GET', path: bucket, query, headers: { host: new URL(served.endpoint).host } };
    const scope = { region: 'us-east-1', service: 's3', now: Date.now() };
    const { host: _, ...headers } = signHeaders(request, '', { accessKeyId: ROOT_KEY, secretAccessKey: SECRET }, scope);
    return (await fetch(`${served.endpoint}${bucket}?${query}`, { headers })).text();
  };
  const names = (xml: string) => [...new Set([...xml.matchAll(/<(\w+)/g)].map(([, name]) => name))];
  for (const query of ['', 'list-type=2']) {
    const order = names(await text(query));
    expect(order.slice(0, 2)).toEqual(['ListBucketResult', 'Name']);
    expect(order.indexOf('Contents')).toBeGreaterThan(order.indexOf('IsTruncated'));
  }
  const versions = names(await text('versions'));
  expect(versions.indexOf('Version')).toBeGreaterThan(versions.indexOf('IsTruncated'));
  expect(await text('', '/')).toMatch(/<CreationDate>[-\dT:]{19}\.000Z</);
  expect(await text('location')).toContain('<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>');
});

test('what a header cannot say is not taken as an override — test_get_response_overrides_unicode_metadata_with_sig_s3', async () => {
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'overridden', Body: 'x' }));
  const get = (ResponseCacheControl: string) =>
    refused(s3.send(new sdk.GetObjectCommand({ Bucket, Key: 'overridden', ResponseCacheControl })));
  expect(await get('non-ascii—é')).toMatchObject({
    Code: 'InvalidArgument',
    Message: 'Header value cannot be represented using ISO-8859-1.',
    ArgumentName: 'response-cache-control',
    ArgumentValue: 'non-ascii—é',
  });
  expect((await get('é')).Code).toBe('done');
});

test('an upload that is completed says where the object is, by the host it was asked at; a copy may be told its source by such a URL', async () => {
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key: 'at/it' }));
  const { ETag } = await s3.send(new sdk.UploadPartCommand({ Bucket, Key: 'at/it', UploadId, PartNumber: 1, Body: 'x' }));
  const body = `<CompleteMultipartUpload><Part><ETag>${ETag}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>`;
  const host = `${Bucket}.s3.us-east-1.amazonaws.com`;
  const target = { method: 'POST', path: '/at/it', query: `uploadId=${UploadId}`, headers: { host } };
  const scope = { region: 'us-east-1', service: 's3', now: Date.now() };
  const headers = signHeaders(target, body, { accessKeyId: ROOT_KEY, secretAccessKey: SECRET }, scope);
  const said = await new Promise<string>((resolve, reject) => {
    const sent = request(served.endpoint, { method: 'POST', path: `${target.path}?${target.query}`, headers }, (answer) => {
      answer.setEncoding('utf8').once('data', resolve);
    });
    sent.once('error', reject).end(body);
  });
  expect(said).toContain(`<Location>http://${host}/at%2Fit</Location>`);
  // test_response_structure
  const CopySource = `https://s3.amazonaws.com/${Bucket}/at/it`;
  expect(await refused(s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'copy', CopySource })))).toMatchObject({ Code: 'done' });
});

test('a content encoding of several codings is told as it was sent', async () => {
  const told = async (ContentEncoding: string) => {
    await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'coded', Body: 'x', ContentEncoding }));
    return (await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'coded' }))).ContentEncoding;
  };
  expect([await told('deflate, gzip'), await told('aws-chunked, gzip'), await told('aws-chunked')]).toEqual([
    'deflate, gzip',
    'gzip',
    undefined,
  ]);
});
