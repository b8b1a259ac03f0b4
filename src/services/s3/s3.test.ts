import { expect, test } from 'vitest';
import { openTestS3, text } from '../../../test/harness/s3.ts';

test('what is put is got and listed', async () => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket: 'lab' });
  const put = await s3.run('PutObject', { Bucket: 'lab', Key: 'a/b', Body: text('hello'), ContentType: 'text/plain' });
  expect(put).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ServerSideEncryption: 'AES256' });
  const got = await s3.run('GetObject', { Bucket: 'lab', Key: 'a/b' });
  expect(got).toMatchObject({ ContentLength: 5, ContentType: 'text/plain' });
  expect(await s3.bytes(got)).toBe('hello');
  expect(await s3.run('ListObjectsV2', { Bucket: 'lab', Delimiter: '/' })).toMatchObject({
    KeyCount: 1,
    CommonPrefixes: [{ Prefix: 'a/' }],
  });
  await s3.close();
});

test('what was uploaded in parts is of the time its upload began, and is the current version all the same', async () => {
  const s3 = await openTestS3();
  const at = { Bucket: 'lab', Key: 'k' };
  await s3.run('CreateBucket', at);
  await s3.run('PutBucketVersioning', { ...at, VersioningConfiguration: { Status: 'Enabled' } });
  const begun = s3.clock.millis();
  const { UploadId = '' } = await s3.run('CreateMultipartUpload', at);
  const { ETag = '' } = await s3.run('UploadPart', { ...at, UploadId, PartNumber: 1, Body: text('parts') });
  await s3.clock.advance(3_600_000);
  await s3.run('PutObject', { ...at, Body: text('piece') });
  await s3.clock.advance(60_000);
  await s3.run('CompleteMultipartUpload', { ...at, UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } });
  const { LastModified, ...got } = await s3.run('GetObject', at);
  expect([LastModified?.getTime(), await s3.bytes(got)]).toEqual([Math.floor(begun / 1000) * 1000, 'parts']);
  const { Versions = [] } = await s3.run('ListObjectVersions', at);
  expect(Versions.map((version) => [version.IsLatest, (version.LastModified?.getTime() ?? 0) - begun])).toEqual([
    [true, 0],
    [false, 3_600_000],
  ]);
  await s3.close();
});
