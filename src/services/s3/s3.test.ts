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
