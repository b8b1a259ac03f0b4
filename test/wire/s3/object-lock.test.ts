import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_KEY, type Served, serve, USER_KEY } from './served.ts';

// aws: goldens — recorded AWS answers in localstack tests/aws/services/s3, test_s3_api.snapshot.json (object lock), unless marked

let served: Served;
let s3: sdk.S3Client;
let eve: sdk.S3Client;
const Bucket = 'vault';
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  eve = served.client(USER_KEY);
  await s3.send(new sdk.CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'open' }));
});
afterAll(() => served.close());

const DAY = 86_400_000;
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (failure: Error) => `${failure.name}: ${failure.message}`,
  );
const PROTECTED = 'AccessDenied: Access Denied because object protected by object lock.';
const put = async (Key: string, more: object = {}) =>
  (await s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'test', ...more }))).VersionId;
const remove = (Key: string, VersionId: string | undefined, more: object = {}, by = s3) =>
  refused(by.send(new sdk.DeleteObjectCommand({ Bucket, Key, VersionId, ...more })));
const retain = (Key: string, Retention: object, more: object = {}, by = s3) =>
  refused(by.send(new sdk.PutObjectRetentionCommand({ Bucket, Key, Retention, ...more })));
const head = (Key: string) => s3.send(new sdk.HeadObjectCommand({ Bucket, Key }));

test('a bucket that locks has versions and keeps them', async () => {
  const configuration = (Name: string) => s3.send(new sdk.GetObjectLockConfigurationCommand({ Bucket: Name }));
  expect((await configuration(Bucket)).ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' });
  expect(await refused(configuration('open'))).toBe(
    'ObjectLockConfigurationNotFoundError: Object Lock configuration does not exist for this bucket',
  );
  const suspended = { Bucket, VersioningConfiguration: { Status: 'Suspended' as const } };
  expect(await refused(s3.send(new sdk.PutBucketVersioningCommand(suspended)))).toBe(
    'InvalidBucketState: An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
  );
  const lock = (ObjectLockConfiguration: object, Name = 'open') =>
    refused(s3.send(new sdk.PutObjectLockConfigurationCommand({ Bucket: Name, ObjectLockConfiguration })));
  expect(await lock({ ObjectLockEnabled: 'Enabled' })).toBe(
    "InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
  );
  for (const wrong of [
    {},
    { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: {} } },
    { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1, Years: 1 } } },
    { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'BAD-VALUE', Days: 1 } } },
  ]) {
    expect(await lock(wrong, Bucket)).toContain('MalformedXML');
  }
  // versitygw issue 1738
  for (const [period, said] of [
    [{ Days: 0 }, 'must be a positive integer value.'],
    [{ Years: -1 }, 'must be a positive integer value.'],
    [{ Days: 36_501 }, 'too large.'],
    [{ Years: 101 }, 'too large.'],
  ] as const) {
    const configuration = { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', ...period } } };
    expect(await lock(configuration, Bucket)).toBe(`InvalidArgument: Default retention period ${said}`);
  }
  expect(
    await refused(s3.send(new sdk.PutObjectLegalHoldCommand({ Bucket: 'open', Key: 'k', LegalHold: { Status: 'ON' } }))),
  ).toContain('NoSuchKey');
  await s3.send(new sdk.PutObjectCommand({ Bucket: 'open', Key: 'k', Body: 'x' }));
  // test_put_object_legal_hold_exc (`put-object-retention-empty`)
  expect(await refused(s3.send(new sdk.PutObjectLegalHoldCommand({ Bucket: 'open', Key: 'k' })))).toContain('MalformedXML');
  // test_s3_object_lock_mode_validation
  const locked = (more: object) => refused(s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'moded', Body: 'x', ...more })));
  expect(await locked({ ObjectLockMode: 'BAD-VALUE' })).toBe(
    'InvalidArgument: x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
  );
  const ObjectLockRetainUntilDate = new Date(Date.now() + DAY);
  expect(await locked({ ObjectLockMode: 'BAD-VALUE', ObjectLockRetainUntilDate })).toBe(
    'InvalidArgument: Unknown wormMode directive.',
  );
  for (const asked of [
    s3.send(new sdk.GetObjectRetentionCommand({ Bucket: 'open', Key: 'k' })),
    s3.send(new sdk.PutObjectLegalHoldCommand({ Bucket: 'open', Key: 'k', LegalHold: { Status: 'ON' } })),
    s3.send(new sdk.PutObjectCommand({ Bucket: 'open', Key: 'k', Body: 'x', ObjectLockLegalHoldStatus: 'ON' })),
  ]) {
    expect(await refused(asked)).toBe('InvalidRequest: Bucket is missing Object Lock Configuration');
  }
  expect(
    await refused(s3.send(new sdk.DeleteObjectCommand({ Bucket: 'open', Key: 'k', BypassGovernanceRetention: false }))),
  ).toBe('InvalidArgument: x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.');
});

test('governance: nobody deletes or weakens without saying so and being allowed to', async () => {
  const Key = 'governed';
  const VersionId = await put(Key);
  const get = () => s3.send(new sdk.GetObjectRetentionCommand({ Bucket, Key }));
  expect(await refused(get())).toBe(
    'NoSuchObjectLockConfiguration: The specified object does not have a ObjectLock configuration',
  );
  const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + DAY);
  expect(await retain(Key, { Mode: 'GOVERNANCE' })).toContain('MalformedXML');
  expect(await retain(Key, { Mode: 'BAD-VALUE' as never, RetainUntilDate: until })).toContain('MalformedXML');
  const past = new sdk.PutObjectRetentionCommand({
    Bucket,
    Key,
    Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2020-01-01') },
  });
  // test_s3_object_retention_exc (`update-retention-past-date`)
  await expect(s3.send(past)).rejects.toMatchObject({ ArgumentValue: 'Tue Dec 31 16:00:00 PST 2019' });
  expect(await retain(Key, { Mode: 'GOVERNANCE', RetainUntilDate: new Date(0) })).toBe(
    'InvalidArgument: The retain until date must be in the future!',
  );
  expect(await retain(Key, { Mode: 'GOVERNANCE', RetainUntilDate: until })).toBe('done');
  expect((await get()).Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: until });
  expect(await head(Key)).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until });
  expect(await remove(Key, VersionId)).toBe(PROTECTED);
  expect(await retain(Key, { Mode: 'GOVERNANCE', RetainUntilDate: new Date(until.getTime() - 3_600_000) })).toBe(PROTECTED);
  expect(await retain(Key, { Mode: 'GOVERNANCE', RetainUntilDate: new Date(until.getTime() + 3_600_000) })).toBe('done');
  // that is no prolonging — ceph/s3-tests, test_object_lock_changing_mode_from_governance_without_bypass
  expect(await retain(Key, { Mode: 'COMPLIANCE', RetainUntilDate: new Date(until.getTime() + 7_200_000) })).toBe(PROTECTED);
  const bypass = { BypassGovernanceRetention: true };
  served.allow({ Effect: 'Allow', Action: ['s3:Delete*', 's3:Put*'], Resource: '*' });
  expect(await remove(Key, VersionId, bypass, eve)).toBe(PROTECTED);
  served.allow({ Effect: 'Allow', Action: ['s3:Delete*', 's3:BypassGovernanceRetention'], Resource: '*' });
  expect(await remove(Key, VersionId, bypass, eve)).toBe('done');
  expect(await refused(head(Key))).not.toBe('done');
});

test('who may pass over governance makes it compliance', async () => {
  const Key = 'stricter';
  const until = new Date(Date.now() + DAY);
  await put(Key, { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until });
  const stricter = { Mode: 'COMPLIANCE', RetainUntilDate: until } as const;
  expect(await retain(Key, stricter, { BypassGovernanceRetention: true })).toBe('done');
});

test('compliance: not even root deletes or weakens, and a delete marker hides the version without harming it', async () => {
  const Key = 'compliant';
  const until = new Date(Date.now() + DAY);
  const VersionId = await put(Key, { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until });
  const bypass = { BypassGovernanceRetention: true };
  expect(await remove(Key, VersionId, bypass)).toBe(PROTECTED);
  expect(await retain(Key, {}, bypass)).toBe(PROTECTED);
  expect(await retain(Key, { Mode: 'GOVERNANCE', RetainUntilDate: new Date(until.getTime() + DAY) }, bypass)).toBe(PROTECTED);
  expect(await remove(Key, undefined)).toBe('done');
  expect(await retain(Key, { Mode: 'COMPLIANCE', RetainUntilDate: until })).not.toBe('done'); // the marker
  expect(await remove(Key, VersionId)).toBe(PROTECTED);
  const copy = await s3.send(
    new sdk.CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}?versionId=${VersionId}` }),
  );
  expect(copy.VersionId).toBeDefined();
  expect((await head('copy')).ObjectLockMode).toBeUndefined(); // aws: locks are not copied — recorded, test_s3_copy_object_retention_lock
});

test('a legal hold holds until it is taken off, in DeleteObjects too', async () => {
  const Key = 'held';
  const VersionId = await put(Key, { ObjectLockLegalHoldStatus: 'ON' });
  expect((await head(Key)).ObjectLockLegalHoldStatus).toBe('ON');
  expect(await remove(Key, VersionId, { BypassGovernanceRetention: true })).toBe(PROTECTED);
  const many = await s3.send(
    new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key, VersionId }, { Key: 'none' }] } }),
  );
  expect(many.Errors).toEqual([
    { Key, VersionId, Code: 'AccessDenied', Message: 'Access Denied because object protected by object lock.' },
  ]);
  expect(many.Deleted).toHaveLength(1);
  await s3.send(new sdk.PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status: 'OFF' } }));
  expect((await s3.send(new sdk.GetObjectLegalHoldCommand({ Bucket, Key }))).LegalHold).toEqual({ Status: 'OFF' });
  expect(await remove(Key, VersionId)).toBe('done');
});

test('a default retention holds for what says nothing, uploads in parts too', async () => {
  const ObjectLockConfiguration = {
    ObjectLockEnabled: 'Enabled',
    Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
  } as const;
  await s3.send(new sdk.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  expect((await s3.send(new sdk.GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration).toEqual(
    ObjectLockConfiguration,
  );
  expect(await remove('usual', await put('usual'))).toBe(PROTECTED);
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
  const { ETag } = await s3.send(new sdk.UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'x' }));
  const done = await s3.send(
    new sdk.CompleteMultipartUploadCommand({
      Bucket,
      Key: 'parts',
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );
  expect(await remove('parts', done.VersionId)).toBe(PROTECTED);
  expect(await refused(put('wrong', { ObjectLockMode: 'GOVERNANCE' }))).toBe(
    'InvalidArgument: x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
  );
  expect(
    await refused(put('wrong', { ObjectLockMode: 'BAD-VALUE', ObjectLockRetainUntilDate: new Date(Date.now() + DAY) })),
  ).toBe('InvalidArgument: Unknown wormMode directive.');
});
