import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refused } from './recorder.ts';
import { ROOT_KEY, SECRET, type Served, serve } from './served.ts';

// aws: goldens — recorded AWS answers (September 2026) in radkawar/stackd testdata/aws/s3; the file stands at each

let served: Served;
let s3: sdk.S3Client;
/** Adds no checksums of its own. */
let plain: sdk.S3Client;
const Bucket = 'parts';
beforeAll(async () => {
  served = await serve({ limits: { partBytes: 1 } });
  s3 = served.client(ROOT_KEY);
  plain = new sdk.S3Client({
    endpoint: served.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: ROOT_KEY, secretAccessKey: SECRET },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
});
afterAll(() => served.close());

type Begin = Omit<sdk.CreateMultipartUploadCommandInput, 'Bucket' | 'Key'>;

/** Uploads these bodies as parts of these numbers. */
async function upload(Key: string, bodies: Record<number, string>, more: Begin = {}) {
  const at = { Bucket, Key };
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ ...at, ...more }));
  const { ChecksumAlgorithm } = more;
  const Parts: sdk.CompletedPart[] = [];
  for (const [number, Body] of Object.entries(bodies)) {
    const part = { ...at, UploadId, PartNumber: Number(number), Body, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) };
    const { ETag, ChecksumSHA256 } = await plain.send(new sdk.UploadPartCommand(part));
    Parts.push({ PartNumber: Number(number), ETag, ChecksumSHA256 });
  }
  const complete = () => s3.send(new sdk.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));
  return { at, UploadId, Parts, complete };
}

const COMPOSITE = { ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' } as const;

test('parts are read by their place, not by the numbers they were uploaded as — multipart_readers_replay.json', async () => {
  const { at, complete } = await upload('gap', { 2: 'first', 7: 'second' });
  await complete();
  const part = (PartNumber: number) => s3.send(new sdk.GetObjectCommand({ ...at, PartNumber }));
  expect(await (await part(1)).Body?.transformToString()).toBe('first');
  const second = await part(2);
  expect([await second.Body?.transformToString(), second.ContentRange, second.PartsCount]).toEqual([
    'second',
    'bytes 5-10/11',
    2,
  ]);
  expect(await refused(part(7))).toMatchObject({ Code: 'InvalidPartNumber', Status: 416, ActualPartCount: '2' });
});

test('a range that is a part has the checksum of the part — multipart_readers_replay.json', async () => {
  const { at, Parts, complete } = await upload('ranged', { 1: 'first', 2: 'second' }, COMPOSITE);
  await complete();
  const range = (Range: string) => plain.send(new sdk.GetObjectCommand({ ...at, Range, ChecksumMode: 'ENABLED' }));
  const second = await range('bytes=5-10');
  const { ChecksumSHA256, ChecksumType, PartsCount } = second;
  expect([ChecksumSHA256, ChecksumType, PartsCount]).toEqual([Parts[1]?.ChecksumSHA256, 'COMPOSITE', undefined]);
  for (const other of ['bytes=0-5', 'bytes=5-9', 'bytes=0-10']) {
    const got = await range(other);
    expect([got.ChecksumSHA256, got.ChecksumType]).toEqual([undefined, undefined]);
  }
});

test('what composite checksums need: one of each part, and parts without a gap — multipart_checksums_replay.json', async () => {
  const { at, UploadId, complete } = await upload('composite', { 1: 'first', 3: 'second' }, COMPOSITE);
  const without = plain.send(new sdk.UploadPartCommand({ ...at, UploadId, PartNumber: 2, Body: 'x' }));
  expect(await refused(without)).toEqual({
    Code: 'InvalidRequest',
    Message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
    Status: 400,
  });
  expect(await refused(complete())).toMatchObject({ Code: 'InternalError', Status: 500 });
  const listed = await s3.send(new sdk.ListPartsCommand({ ...at, UploadId }));
  expect(listed.Parts?.map((part) => part.PartNumber)).toEqual([1, 3]);
  // a checksum of the whole object needs neither
  const whole = await upload('whole', {}, { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const part = { ...whole.at, UploadId: whole.UploadId, PartNumber: 3, Body: 'x' };
  const { ETag, ChecksumCRC32 } = await plain.send(new sdk.UploadPartCommand(part));
  whole.Parts.push({ PartNumber: 3, ETag });
  expect(ChecksumCRC32).toBe('jNwWgw==');
  expect(await whole.complete()).toMatchObject({ ChecksumCRC32, ChecksumType: 'FULL_OBJECT' });
});

test('who completes again is not told the checksum — checksum_algorithms_multipart_replay.json', async () => {
  const { complete } = await upload('again', { 1: 'only' }, COMPOSITE);
  const { ETag, ChecksumSHA256, ChecksumType } = await complete();
  expect([ChecksumSHA256?.endsWith('-1'), ChecksumType]).toEqual([true, 'COMPOSITE']);
  const again = await complete();
  expect([again.ETag, again.ChecksumSHA256, again.ChecksumType]).toEqual([ETag, undefined, undefined]);
});

test('who aborts again is not refused, who goes on is — multipart_controls_replay.json', async () => {
  const { at, UploadId, complete } = await upload('aborted', { 1: 'x' });
  const abort = (more: object = {}) => s3.send(new sdk.AbortMultipartUploadCommand({ ...at, UploadId, ...more }));
  for (let i = 0; i < 2; i++) expect((await abort()).$metadata.httpStatusCode).toBe(204);
  const gone = { Code: 'NoSuchUpload', Status: 404 };
  expect(await refused(complete())).toMatchObject(gone);
  expect(await refused(s3.send(new sdk.ListPartsCommand({ ...at, UploadId })))).toMatchObject(gone);
  expect(await refused(s3.send(new sdk.UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'x' })))).toMatchObject(gone);
  expect(await refused(abort({ Key: 'another' }))).toMatchObject(gone);
});

test('checksums that Millrace does not compute are refused, not ignored', async () => {
  const put = (more: object) => plain.send(new sdk.PutObjectCommand({ Bucket, Key: 'foreign', Body: 'x', ...more }));
  expect(await refused(put({ ChecksumXXHASH64: '70bbN1HY6Zk=' }))).toMatchObject({ Code: 'InvalidRequest', Status: 400 });
});
