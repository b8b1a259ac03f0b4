import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestS3, text } from '../../../test/harness/s3.ts';

let s3: Awaited<ReturnType<typeof openTestS3>>;
beforeEach(async () => {
  s3 = await openTestS3();
});
afterEach(() => s3.close());

const put = (Bucket: string, Key: string, body: string, StorageClass?: 'STANDARD_IA') =>
  s3.run('PutObject', { Bucket, Key, Body: text(body), ContentLength: body.length, ...(StorageClass && { StorageClass }) });
const told = async () => {
  const { at, measured = [] } = (await s3.stored()) ?? {};
  return {
    at: at?.getTime(),
    values: measured.map(({ dimensions: { BucketName, StorageType }, unit, tallied: { name, sum } }) =>
      [BucketName, StorageType, name, sum, unit].join(' '),
    ),
  };
};
const DAY = 86_400_000;

test('what buckets hold, once a day: all versions, markers and parts, by storage class', async () => {
  await s3.run('CreateBucket', { Bucket: 'empty' });
  await s3.run('CreateBucket', { Bucket: 'full' });
  await s3.run('PutBucketVersioning', { Bucket: 'full', VersioningConfiguration: { Status: 'Enabled' } });
  await put('full', 'a', 'four');
  await put('full', 'a', 'seven..', 'STANDARD_IA');
  await put('full', 'b', 'x');
  await s3.run('DeleteObject', { Bucket: 'full', Key: 'b' });
  const { UploadId } = await s3.run('CreateMultipartUpload', { Bucket: 'full', Key: 'c' });
  const part = { Bucket: 'full', Key: 'c', UploadId: UploadId ?? '', PartNumber: 1 };
  await s3.run('UploadPart', { ...part, Body: text('part'), ContentLength: 4 });

  const midnight = Math.floor(s3.clock.millis() / DAY) * DAY;
  expect(await told()).toEqual({
    at: midnight,
    values: [
      'full StandardStorage BucketSizeBytes 9 Bytes',
      'full StandardIAStorage BucketSizeBytes 7 Bytes',
      'full AllStorageTypes NumberOfObjects 5 Count',
    ],
  });
  expect(await s3.stored()).toBeUndefined();
  await s3.clock.advance(DAY);
  expect((await told()).at).toBe(midnight + DAY);
});
