import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';

// aws: every golden — recorded, radkawar/stackd s3/object_lock_controls_replay.json, unless marked

let on: Recorder;
let s3: sdk.S3Client;
const Bucket = 'recorded-locks';
beforeAll(async () => {
  on = await record('plain');
  s3 = on.s3;
  await s3.send(new sdk.CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
});
afterAll(() => on.served.close());

const DAY = 86_400_000;
const byDefault = (DefaultRetention: object | undefined) => {
  const Rule = DefaultRetention && { DefaultRetention };
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, ...(Rule && { Rule }) };
  return refused(s3.send(new sdk.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration })));
};
const put = (Key: string, more: object = {}) => s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
const lockOf = async (Key: string) => {
  const head = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key }));
  return [head.ObjectLockMode, head.ObjectLockLegalHoldStatus];
};
const begin = (Key: string, more: object = {}) => s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key, ...more }));
const part = (Key: string, UploadId: string | undefined) =>
  s3.send(new sdk.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x' }));
const finish = async (Key: string, UploadId: string | undefined) => {
  const Parts = [{ PartNumber: 1, ETag: (await part(Key, UploadId)).ETag }];
  await s3.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
};

test('a default retention has a period, and a positive one', async () => {
  expect(await byDefault({ Mode: 'GOVERNANCE' })).toMatchObject({ Code: 'InvalidRequest', Status: 400 });
  for (const Days of [0, -1]) {
    expect(await byDefault({ Mode: 'GOVERNANCE', Days })).toMatchObject({
      Code: 'InvalidArgument',
      ArgumentName: 'Days',
      ArgumentValue: String(Days),
    });
  }
});

test('whoever says something of a hold is spared the default retention', async () => {
  await byDefault({ Mode: 'GOVERNANCE', Days: 1 });
  await put('usual');
  expect(await lockOf('usual')).toEqual(['GOVERNANCE', undefined]);
  for (const status of ['ON', 'OFF'] as const) {
    const more = { ObjectLockLegalHoldStatus: status };
    await put('put', more);
    expect(await lockOf('put')).toEqual([undefined, status]);
    await s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'copied', CopySource: `${Bucket}/usual`, ...more }));
    expect(await lockOf('copied')).toEqual([undefined, status]);
    const { UploadId } = await begin('parts', more);
    await finish('parts', UploadId);
    expect(await lockOf('parts')).toEqual([undefined, status]);
  }
});

test('an upload in parts has the default retention of the moment it begins', async () => {
  await byDefault({ Mode: 'GOVERNANCE', Days: 1 });
  const before = Date.now();
  const { UploadId: early } = await begin('early');
  const after = Date.now();
  await byDefault(undefined);
  const { UploadId: late } = await begin('late');
  await byDefault({ Mode: 'GOVERNANCE', Days: 7 });
  await finish('early', early);
  await finish('late', late);
  const { ObjectLockRetainUntilDate: until } = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'early' }));
  expect(until?.getTime()).toBeGreaterThanOrEqual(before + DAY - 1000);
  expect(until?.getTime()).toBeLessThanOrEqual(after + DAY);
  expect(await lockOf('late')).toEqual([undefined, undefined]);
});

test('what is locked, and what locks, comes with a checksum', async () => {
  const required = (what: string) => ({
    Code: 'InvalidRequest',
    Message: `Content-MD5 OR x-amz-checksum- HTTP header is required for Put ${what} requests with Object Lock parameters`,
    Status: 400,
  });
  await byDefault({ Mode: 'GOVERNANCE', Days: 1 });
  await put('sent');
  const { UploadId } = await begin('sent');
  const Retention = { Mode: 'GOVERNANCE' as const, RetainUntilDate: new Date(Date.now() + 2 * DAY) };
  on.meddle = (headers) => {
    for (const name of Object.keys(headers)) if (/^x-amz-(sdk-)?checksum/.test(name)) delete headers[name];
  };
  try {
    // sentences: public reports, versity/versitygw issue 1776, s3tools/s3cmd issue 1436
    expect(await refused(put('sent'))).toEqual(required('Object'));
    expect(await refused(part('sent', UploadId))).toEqual(required('Part'));
    for (const asked of [
      byDefault(undefined),
      refused(s3.send(new sdk.PutObjectRetentionCommand({ Bucket, Key: 'sent', Retention }))),
      refused(s3.send(new sdk.PutObjectLegalHoldCommand({ Bucket, Key: 'sent', LegalHold: { Status: 'ON' } }))),
    ]) {
      expect(await asked).toMatchObject({ Code: 'InvalidRequest', Status: 400 });
    }
    const ContentMD5 = createHash('md5').update('x').digest('base64');
    expect(await refused(put('sent', { ContentMD5 }))).toMatchObject({ Code: 'done' });
    // a bucket that locks nothing by itself asks for none
    expect(await refused(put('sent', { Bucket: 'plain' }))).toMatchObject({ Code: 'done' });
    expect(await refused(put('held', { ObjectLockLegalHoldStatus: 'OFF' }))).toEqual(required('Object'));
  } finally {
    on.meddle = () => {};
  }
});

test('locks of an object that is deleted are told so', async () => {
  await put('gone');
  await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'gone' }));
  const at = { Bucket, Key: 'gone' };
  const Retention = { Mode: 'GOVERNANCE' as const, RetainUntilDate: new Date(Date.now() + DAY) };
  for (const [Method, asked] of [
    ['GET', refused(s3.send(new sdk.GetObjectRetentionCommand(at)))],
    ['PUT', refused(s3.send(new sdk.PutObjectRetentionCommand({ ...at, Retention })))],
    ['GET', refused(s3.send(new sdk.GetObjectLegalHoldCommand(at)))],
    ['PUT', refused(s3.send(new sdk.PutObjectLegalHoldCommand({ ...at, LegalHold: { Status: 'ON' } })))],
  ] as const) {
    const marker = { Code: 'MethodNotAllowed', Status: 405, Method, ResourceType: 'DeleteMarker' };
    expect(await asked).toMatchObject(marker);
  }
});
