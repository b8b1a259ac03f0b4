import { expect, test } from 'vitest';
import { openTestS3, refusal, text } from '../../../test/harness/s3.ts';

const DAY = 86_400_000;
const Bucket = 'lifecycle';

test('objects go when their days are over, by prefix, size and tag', async () => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket });
  await s3.run('PutObject', { Bucket, Key: 'tmp/a', Body: text('x') });
  await s3.run('PutObject', { Bucket, Key: 'tmp/tagged', Body: text('x'), Tagging: 'keep=yes' });
  await s3.run('PutObject', { Bucket, Key: 'keep/a', Body: text('x') });
  const Rules = [
    { ID: 'tmp', Status: 'Enabled', Filter: { And: { Prefix: 'tmp/', ObjectSizeLessThan: 10 } }, Expiration: { Days: 2 } },
    { ID: 'tag', Status: 'Disabled', Filter: { Tag: { Key: 'keep', Value: 'yes' } }, Expiration: { Days: 1 } },
  ] as const;
  await s3.run('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  expect(await s3.run('GetBucketLifecycleConfiguration', { Bucket })).toMatchObject({ Rules });
  const keys = async () => (await s3.run('ListObjectsV2', { Bucket })).Contents?.map((entry) => entry.Key);
  await s3.clock.advance(1.5 * DAY);
  await s3.sweep();
  expect(await keys()).toEqual(['keep/a', 'tmp/a', 'tmp/tagged']);
  await s3.clock.advance(DAY);
  await s3.sweep();
  expect(await keys()).toEqual(['keep/a']);
  await s3.run('DeleteBucketLifecycle', { Bucket });
  expect(await refusal(s3.run('GetBucketLifecycleConfiguration', { Bucket }))).toMatchObject({
    code: 'NoSuchLifecycleConfiguration',
  });
  await s3.close();
});

test('older versions, lonely delete markers and forgotten uploads go', async () => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket });
  await s3.run('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  for (const body of ['1', '2', '3']) await s3.run('PutObject', { Bucket, Key: 'a', Body: text(body) });
  await s3.run('PutObject', { Bucket, Key: 'b', Body: text('x') });
  await s3.run('DeleteObject', { Bucket, Key: 'b' });
  await s3.run('CreateMultipartUpload', { Bucket, Key: 'c' });
  await s3.run('PutBucketLifecycleConfiguration', {
    Bucket,
    LifecycleConfiguration: {
      Rules: [
        {
          Status: 'Enabled',
          Filter: {},
          Expiration: { ExpiredObjectDeleteMarker: true },
          NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 1 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
        { Status: 'Enabled', Filter: { Prefix: 'b' }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
      ],
    },
  });
  await s3.clock.advance(3 * DAY); // it sweeps by itself, too
  await s3.sweep();
  const left = async () => {
    const { Versions = [], DeleteMarkers = [] } = await s3.run('ListObjectVersions', { Bucket });
    return { versions: Versions.map((v) => v.Key), markers: DeleteMarkers.map((v) => v.Key) };
  };
  await s3.sweep();
  expect(await left()).toEqual({ versions: ['a', 'a'], markers: [] });
  expect((await s3.run('ListMultipartUploads', { Bucket })).Uploads).toBeUndefined();
  await s3.close();
});

test('objects and older versions go down through the storage classes, and never up', async () => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket });
  await s3.run('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const put = (Key: string, size: number, more: object = {}) =>
    s3.run('PutObject', { Bucket, Key, Body: text('x'.repeat(size)), ...more });
  await put('large', 200_000, { Tagging: 'a=b', Metadata: { k: 'v' }, ChecksumAlgorithm: 'SHA256' });
  await put('small', 10);
  await put('sized/small', 10);
  await put('deep', 200_000, { StorageClass: 'GLACIER_IR' });
  await put('old', 200_000);
  await put('old', 200_001);
  const Rules = [
    {
      ID: 'down',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      Transitions: [
        { Days: 30, StorageClass: 'STANDARD_IA' },
        { Days: 60, StorageClass: 'GLACIER_IR' },
      ],
      NoncurrentVersionTransitions: [{ NoncurrentDays: 30, StorageClass: 'ONEZONE_IA' }],
    },
    {
      ID: 'whatever the size',
      Status: 'Enabled',
      Filter: { And: { Prefix: 'sized/', ObjectSizeGreaterThan: 1 } },
      Transitions: [{ Days: 0, StorageClass: 'INTELLIGENT_TIERING' }],
    },
  ] as const;
  await s3.run('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  expect((await s3.run('GetBucketLifecycleConfiguration', { Bucket })).Rules).toEqual(Rules);
  const classes = async () => {
    const { Versions = [] } = await s3.run('ListObjectVersions', { Bucket });
    return Object.fromEntries(Versions.map((each) => [`${each.Key}${each.IsLatest ? '' : ' (older)'}`, each.StorageClass]));
  };
  const before = await s3.run('HeadObject', { Bucket, Key: 'large', ChecksumMode: 'ENABLED' });
  const standard = {
    large: 'STANDARD',
    small: 'STANDARD',
    'sized/small': 'STANDARD',
    old: 'STANDARD',
    'old (older)': 'STANDARD',
  };
  expect(await classes()).toEqual({ ...standard, deep: 'GLACIER_IR' });
  await s3.clock.advance(29 * DAY);
  await s3.sweep();
  expect(await classes()).toEqual({ ...standard, deep: 'GLACIER_IR', 'sized/small': 'INTELLIGENT_TIERING' });
  await s3.clock.advance(3 * DAY);
  await s3.sweep();
  const month = { large: 'STANDARD_IA', old: 'STANDARD_IA', 'old (older)': 'ONEZONE_IA', small: 'STANDARD' };
  expect(await classes()).toEqual({ ...month, deep: 'GLACIER_IR', 'sized/small': 'INTELLIGENT_TIERING' });
  // nothing else about it has changed
  const after = await s3.run('HeadObject', { Bucket, Key: 'large', ChecksumMode: 'ENABLED' });
  expect(after).toEqual({ ...before, StorageClass: 'STANDARD_IA' });
  expect((await s3.run('GetObject', { Bucket, Key: 'large' })).StorageClass).toBe('STANDARD_IA');
  await s3.clock.advance(30 * DAY);
  await s3.sweep();
  expect(await classes()).toMatchObject({
    large: 'GLACIER_IR',
    old: 'GLACIER_IR',
    'old (older)': 'ONEZONE_IA',
    small: 'STANDARD',
  });
  await s3.close();
});

test('a delete marker that hides nothing goes at once by a rule for markers, by one for objects when it is old enough', async () => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket });
  await s3.run('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const Rules = [
    { ID: 'a', Status: 'Enabled', Filter: { Prefix: 'a' }, Expiration: { Days: 5 } },
    {
      ID: 'b',
      Status: 'Enabled',
      Filter: { Prefix: 'b' },
      Expiration: { Date: new Date(Math.ceil(s3.clock.millis() / DAY + 6) * DAY) },
    },
    { ID: 'c', Status: 'Enabled', Filter: { Prefix: 'c' }, Expiration: { ExpiredObjectDeleteMarker: true } },
    { ID: 'd', Status: 'Enabled', Filter: { Prefix: 'd' }, Expiration: { ExpiredObjectDeleteMarker: false } },
    { ID: 'e', Status: 'Enabled', Filter: { Tag: { Key: 'k', Value: 'v' } }, Expiration: { Days: 1 } },
  ] as const;
  await s3.run('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  for (const Key of ['a', 'b', 'c', 'd', 'e']) await s3.run('DeleteObject', { Bucket, Key });
  const left = async () => {
    await s3.sweep();
    return (await s3.run('ListObjectVersions', { Bucket })).DeleteMarkers?.map((each) => each.Key);
  };
  expect(await left()).toEqual(['a', 'b', 'd', 'e']);
  await s3.clock.advance(4 * DAY);
  expect(await left()).toEqual(['a', 'b', 'd', 'e']);
  await s3.clock.advance(4 * DAY);
  expect(await left()).toEqual(['d', 'e']);
  await s3.close();
});

test('an upload says which rule aborts it first, and when', async () => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket });
  const abort = (ID: string, DaysAfterInitiation: number, Prefix: string, Status: 'Enabled' | 'Disabled' = 'Enabled') =>
    ({ ID, Status, Filter: { Prefix }, AbortIncompleteMultipartUpload: { DaysAfterInitiation } }) as const;
  const Rules = [abort('late', 9, ''), abort('the soon — "1 %"', 2, 'soon/'), abort('off', 1, '', 'Disabled')];
  await s3.run('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  const midnight = (days: number) => new Date(Math.ceil(s3.clock.millis() / DAY + days) * DAY);
  const Key = 'soon/k';
  const begun = await s3.run('CreateMultipartUpload', { Bucket, Key });
  const told = { AbortDate: midnight(2), AbortRuleId: 'the soon %e2%80%94 %221 %25%22' };
  expect(begun).toMatchObject(told);
  expect(await s3.run('ListParts', { Bucket, Key, UploadId: begun.UploadId ?? '' })).toMatchObject(told);
  expect(await s3.run('CreateMultipartUpload', { Bucket, Key: 'k' })).toMatchObject({
    AbortDate: midnight(9),
    AbortRuleId: 'late',
  });
  await s3.run('DeleteBucketLifecycle', { Bucket });
  expect(await s3.run('CreateMultipartUpload', { Bucket, Key })).not.toHaveProperty('AbortDate');
  await s3.close();
});
