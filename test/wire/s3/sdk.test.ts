import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OTHER_KEY, ROOT_KEY, SECRET, type Served, serve } from './served.ts';

let served: Served;
let s3: S3Client;
const client = (accessKeyId: string, more: S3ClientConfig = {}) =>
  new S3Client({
    endpoint: served.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: SECRET },
    ...more,
  });
beforeAll(async () => {
  served = await serve();
  s3 = client(ROOT_KEY);
});
afterAll(() => served.close());

/** The files of blobs that are there. */
const files = async () => {
  const entries = await readdir(join(served.directory, 'blobs'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
};

const refused = async (promise: Promise<unknown>) => {
  const thrown = await promise.then(
    () => undefined,
    (failure: unknown) => failure as { name: string; message: string; $metadata: { httpStatusCode: number } },
  );
  return { code: thrown?.name, message: thrown?.message, status: thrown?.$metadata?.httpStatusCode };
};

test('buckets: made, found, listed, refused, removed', async () => {
  const Bucket = 'buckets-1';
  expect(await s3.send(new CreateBucketCommand({ Bucket }))).toMatchObject({
    Location: '/buckets-1',
    BucketArn: 'arn:aws:s3:::buckets-1',
  });
  expect(await s3.send(new CreateBucketCommand({ Bucket }))).toMatchObject({ Location: '/buckets-1' });
  expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-east-1' });
  expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map((b) => b.Name)).toContain(Bucket);
  expect(await refused(client(OTHER_KEY).send(new CreateBucketCommand({ Bucket })))).toMatchObject({
    code: 'BucketAlreadyExists',
    status: 409,
  });
  const west = client(ROOT_KEY, { region: 'eu-west-1' });
  expect(
    await refused(
      west.send(new CreateBucketCommand({ Bucket: 'west-1', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } })),
    ),
  ).toMatchObject({
    code: 'IllegalLocationConstraintException',
    message: 'The us-west-2 location constraint is incompatible for the region specific endpoint this request was sent to.',
  });
  await west.send(new CreateBucketCommand({ Bucket: 'west-1', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  expect((await s3.send(new GetBucketLocationCommand({ Bucket: 'west-1' }))).LocationConstraint).toBe('eu-west-1');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  expect(await refused(s3.send(new DeleteBucketCommand({ Bucket })))).toMatchObject({ code: 'BucketNotEmpty', status: 409 });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
  expect(await refused(s3.send(new ListObjectsV2Command({ Bucket })))).toEqual({
    code: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
    status: 404,
  });
  expect(await refused(s3.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ code: 'NotFound', status: 404 });
});

test('an object comes back as it went, headers and all', async () => {
  const Bucket = 'objects-1';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const Key = 'a b/ü+&=?#%41//x';
  const put = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: 'hello world',
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'max-age=1',
      ContentEncoding: 'identity',
      Metadata: { Colour: 'blue' },
      Tagging: 'a=1&b=x%20y',
    }),
  );
  expect(put).toMatchObject({
    ETag: '"5eb63bbbe01eeed093cb22bb8f5acdc3"',
    ChecksumCRC32: 'DUoRhQ==',
    ServerSideEncryption: 'AES256',
  });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(got).toMatchObject({
    ContentType: 'text/plain; charset=utf-8',
    CacheControl: 'max-age=1',
    ContentEncoding: 'identity',
    ContentLength: 11,
    Metadata: { colour: 'blue' },
    TagCount: 2,
    AcceptRanges: 'bytes',
  });
  expect(await got.Body?.transformToString()).toBe('hello world');
  const part = await s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=6-' }));
  expect(part).toMatchObject({ ContentRange: 'bytes 6-10/11', ContentLength: 5, $metadata: { httpStatusCode: 206 } });
  expect(await part.Body?.transformToString()).toBe('world');
  expect(await refused(s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=11-' })))).toMatchObject({
    code: 'InvalidRange',
    status: 416,
  });
  expect(await refused(s3.send(new GetObjectCommand({ Bucket, Key, IfNoneMatch: put.ETag })))).toMatchObject({ status: 304 });
  expect(await refused(s3.send(new GetObjectCommand({ Bucket, Key, IfMatch: '"x"' })))).toMatchObject({
    code: 'PreconditionFailed',
    status: 412,
  });
  expect(await refused(s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })))).toMatchObject({ code: 'NotFound', status: 404 });
  expect(await refused(s3.send(new GetObjectCommand({ Bucket, Key: 'none' })))).toMatchObject({
    code: 'NoSuchKey',
    message: 'The specified key does not exist.',
  });
  const other = await s3.send(
    new GetObjectCommand({ Bucket, Key, ResponseContentType: 'x/y', ResponseContentDisposition: 'attachment' }),
  );
  expect(other).toMatchObject({ ContentType: 'x/y', ContentDisposition: 'attachment' });
  await other.Body?.transformToString();
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', FetchOwner: true }));
  expect(listed.Contents?.[0]).toMatchObject({ Size: 11, StorageClass: 'STANDARD', ChecksumAlgorithm: ['CRC32'] });
  const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }, { Key: 'none' }] } }));
  expect(deleted.Deleted?.map((d) => d.Key)).toEqual([Key, 'none']);
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
  'a stream with a %s trailer',
  async (ChecksumAlgorithm) => {
    const Bucket = 'trailers';
    await s3.send(new CreateBucketCommand({ Bucket }));
    const bytes = randomBytes(300_000);
    await s3.send(
      new PutObjectCommand({ Bucket, Key: 'k', Body: Readable.from([bytes]), ContentLength: bytes.length, ChecksumAlgorithm }),
    );
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentLength: bytes.length, ChecksumType: 'FULL_OBJECT' });
    expect(head[`Checksum${ChecksumAlgorithm}`]).toBeTruthy();
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  },
);

test('bodies that are not what was announced leave nothing', async () => {
  const before = await files();
  const Bucket = 'digests';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (more: object) => refused(s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: randomBytes(50_000), ...more })));
  expect(await put({ ContentMD5: createHash('md5').update('other').digest('base64') })).toMatchObject({
    code: 'BadDigest',
    status: 400,
  });
  expect(await put({ ContentMD5: 'x' })).toMatchObject({
    code: 'InvalidDigest',
    message: 'The Content-MD5 you specified was invalid.',
  });
  expect(await put({ ChecksumSHA256: createHash('sha256').update('other').digest('base64') })).toMatchObject({
    code: 'BadDigest',
    message: 'The SHA256 you specified did not match the calculated checksum.',
  });
  expect(await put({ ChecksumSHA256: 'x' })).toMatchObject({ message: 'Value for x-amz-checksum-sha256 header is invalid.' });
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  expect(await files()).toEqual(before);
});

test('multipart: parts, checksums of the whole, parts read one by one', async () => {
  const Bucket = 'multipart';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const bytes = randomBytes(13 * 1024 * 1024);
  const done = await new Upload({
    client: s3,
    params: { Bucket, Key: 'm', Body: Readable.from([bytes]), ContentType: 'x/y' },
  }).done();
  expect(done.ETag).toMatch(/-3"$/);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'm', ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ContentLength: bytes.length, ContentType: 'x/y' });
  const second = await s3.send(new GetObjectCommand({ Bucket, Key: 'm', PartNumber: 2 }));
  expect(second).toMatchObject({ PartsCount: 3, ContentRange: `bytes 5242880-10485759/${bytes.length}` });
  expect(Buffer.from((await second.Body?.transformToByteArray()) ?? []).equals(bytes.subarray(5242880, 10485760))).toBe(true);
  const across = await s3.send(new GetObjectCommand({ Bucket, Key: 'm', Range: 'bytes=5242870-10485770' }));
  expect(Buffer.from((await across.Body?.transformToByteArray()) ?? []).equals(bytes.subarray(5242870, 10485771))).toBe(true);
  expect(
    await s3.send(new GetObjectAttributesCommand({ Bucket, Key: 'm', ObjectAttributes: ['ObjectParts', 'ObjectSize', 'ETag'] })),
  ).toMatchObject({
    ETag: done.ETag?.replaceAll('"', ''),
    ObjectSize: bytes.length,
    ObjectParts: { TotalPartsCount: 3 },
  });
  const copy = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/m` }));
  expect(copy.CopyObjectResult?.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'm' }));
  const copied = await s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }));
  expect(Buffer.from((await copied.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
});

test('an upload that is aborted is gone', async () => {
  const Bucket = 'aborted';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
  const part = await s3.send(new UploadPartCommand({ Bucket, Key: 'k', UploadId, PartNumber: 1, Body: randomBytes(100_000) }));
  expect((await s3.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId }))).Parts).toMatchObject([
    { PartNumber: 1, Size: 100_000, ETag: part.ETag },
  ]);
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'k', UploadId }));
  expect(await refused(s3.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId })))).toMatchObject({
    code: 'NoSuchUpload',
    status: 404,
  });
});

test('versions, delete markers and the way back', async () => {
  const Bucket = 'versions';
  const Key = 'k';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: '0' }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const one = await s3.send(new PutObjectCommand({ Bucket, Key, Body: '1' }));
  const gone = await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(gone).toMatchObject({ DeleteMarker: true });
  expect(await refused(s3.send(new GetObjectCommand({ Bucket, Key })))).toMatchObject({ code: 'NoSuchKey' });
  expect(await refused(s3.send(new GetObjectCommand({ Bucket, Key, VersionId: gone.VersionId })))).toMatchObject({
    code: 'MethodNotAllowed',
    status: 405,
  });
  const zero = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId: 'null' }));
  expect(await zero.Body?.transformToString()).toBe('0');
  const all = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(all.Versions?.map((v) => [v.VersionId, v.IsLatest])).toEqual([
    [one.VersionId, false],
    ['null', false],
  ]);
  expect(all.DeleteMarkers?.map((v) => [v.VersionId, v.IsLatest])).toEqual([[gone.VersionId, true]]);
  await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: gone.VersionId }));
  const back = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(back.VersionId).toBe(one.VersionId);
  expect(await back.Body?.transformToString()).toBe('1');
  expect(
    await refused(s3.send(new GetObjectCommand({ Bucket, Key, VersionId: 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD' }))),
  ).toMatchObject({
    code: 'InvalidArgument',
    message: 'Invalid version id specified',
  });
});

test('presigned urls carry the right to one thing', async () => {
  const Bucket = 'signed';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'k' }), { expiresIn: 60 });
  expect((await fetch(put, { method: 'PUT', body: 'through a url' })).status).toBe(200);
  const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'k' }), { expiresIn: 60 });
  expect(await (await fetch(get)).text()).toBe('through a url');
});

test('a client that goes away in the middle leaves nothing', async () => {
  const Bucket = 'leaving';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'k' }), { expiresIn: 60 });
  const before = await files();
  const sending = request(url, { method: 'PUT', headers: { 'content-length': 50_000_000 } });
  sending.on('error', () => {});
  sending.write(randomBytes(3_000_000));
  await expect.poll(files).toHaveLength(before.length + 1);
  sending.destroy();
  await expect.poll(files).toEqual(before);
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
});
