import { createHash, randomBytes } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';
import type { Served } from './served.ts';

// aws: goldens — recorded AWS answers (September 2026) in radkawar/stackd, testdata/aws/s3/customer_encryption_data_replay.json, unless marked

const Bucket = 'customer-keys';
let served: Served;
let s3: sdk.S3Client;
beforeAll(async () => {
  const on: Recorder = await record(Bucket);
  ({ served, s3 } = on);
});
afterAll(() => served.close());

function customer(): { SSECustomerAlgorithm: string; SSECustomerKey: string; SSECustomerKeyMD5: string } {
  const bytes = randomBytes(32);
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: bytes.toString('base64'),
    SSECustomerKeyMD5: createHash('md5').update(bytes).digest('base64'),
  };
}
const [own, other] = [customer(), customer()];
const MISSING = { Code: 'InvalidRequest', Status: 400 };
const DIFFERS = { ...MISSING, Message: 'The provided encryption parameters did not match the ones used originally.' };

test('that a key is missing is said before conditions and ranges, that it is another after them', async () => {
  const at = { Bucket, Key: 'read' };
  const { ETag: IfNoneMatch } = await s3.send(new sdk.PutObjectCommand({ ...at, Body: 'x', ...own }));
  const get = (more: object) => refused(s3.send(new sdk.GetObjectCommand({ ...at, ...more })));
  expect(await get({ IfNoneMatch })).toMatchObject(MISSING);
  expect(await get({ Range: 'bytes=999-1000' })).toMatchObject(MISSING);
  const argument = { Code: 'InvalidArgument', ArgumentName: 'x-amz-server-side-encryption', Status: 400 };
  expect(await get({ IfNoneMatch, SSECustomerAlgorithm: 'AES256' })).toMatchObject(argument);
  expect(await get({ IfNoneMatch, ...other })).toMatchObject({ Status: 304 });
  expect(await get({ Range: 'bytes=999-1000', ...own })).toMatchObject({ Code: 'InvalidRange', Status: 416 });
  expect(await get(other)).toMatchObject({ Code: 'AccessDenied', Status: 403 });
});

// the sentence: minio/minio issue 5625
test('what is copied with another key than its own', async () => {
  const CopySource = `${Bucket}/copied`;
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'copied', Body: 'x', ...own }));
  const { SSECustomerKey: CopySourceSSECustomerKey, SSECustomerKeyMD5: CopySourceSSECustomerKeyMD5 } = other;
  const wrong = { CopySource, CopySourceSSECustomerAlgorithm: 'AES256', CopySourceSSECustomerKey, CopySourceSSECustomerKeyMD5 };
  expect(await refused(s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'copy', ...wrong })))).toMatchObject(DIFFERS);
  const at = { Bucket, Key: 'copy-in-parts' };
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand(at));
  const part = new sdk.UploadPartCopyCommand({ ...at, UploadId, PartNumber: 1, ...wrong });
  expect(await refused(s3.send(part))).toMatchObject(DIFFERS);
});

test('an upload with checksums is not listed or completed without its key, one without them is', async () => {
  for (const ChecksumAlgorithm of ['SHA256', undefined] as const) {
    const at = { Bucket, Key: `uploaded-${ChecksumAlgorithm}` };
    const begin = new sdk.CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm, ...own });
    const upload = { ...at, UploadId: (await s3.send(begin)).UploadId };
    const send = new sdk.UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x', ChecksumAlgorithm, ...own });
    const { ETag, ChecksumSHA256 } = await s3.send(send);
    const list = (more: object = {}) => s3.send(new sdk.ListPartsCommand({ ...upload, ...more }));
    const MultipartUpload = { Parts: [{ ETag, ChecksumSHA256, PartNumber: 1 }] };
    const complete = (more: object = {}) =>
      s3.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload, ...more }));
    const read = async () => s3.send(new sdk.GetObjectCommand({ ...at, ChecksumMode: 'ENABLED', ...own }));
    if (ChecksumAlgorithm) {
      for (const asked of [list, complete]) {
        expect(await refused(asked())).toMatchObject(MISSING);
        expect(await refused(asked(other))).toMatchObject(DIFFERS);
      }
      expect((await list(own)).Parts).toMatchObject([{ ChecksumSHA256 }]);
      expect(await complete(own)).toMatchObject({ ChecksumType: 'COMPOSITE', ChecksumSHA256: expect.stringMatching(/-1$/) });
      expect(await read()).toMatchObject({ ChecksumType: 'COMPOSITE' });
    } else {
      expect((await list()).Parts).toHaveLength(1);
      expect((await list(other)).Parts).toHaveLength(1);
      expect(await refused(complete(other))).toMatchObject(DIFFERS);
      // no checksum is told to who has no key; the object has one all the same
      expect((await complete()).ChecksumType).toBeUndefined();
      expect(await read()).toMatchObject({ ChecksumType: 'FULL_OBJECT', ChecksumCRC64NVME: expect.any(String) });
    }
  }
});
