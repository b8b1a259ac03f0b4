import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';
import { USER_KEY } from './served.ts';

let on: Recorder;
let s3: sdk.S3Client;
let eve: sdk.S3Client;
const Bucket = 'tag-conditions';
beforeAll(async () => {
  on = await record(Bucket);
  s3 = on.s3;
  eve = on.served.client(USER_KEY);
});
afterAll(() => on.served.close());

const code = async (command: object) => (await refused(eve.send(command as sdk.GetObjectCommand)))['Code'];

// aws: condition keys — S3 User Guide, "Tagging and access control policies"
test('policies may ask for the tags of an object, and for those of a request', async () => {
  const put = (Key: string, Tagging?: string) =>
    new sdk.PutObjectCommand({ Bucket, Key, Body: 'x', ...(Tagging && { Tagging }) });
  for (const [Key, tags] of [
    ['public', 'security=public'],
    ['private', 'security=private'],
    ['plain', undefined],
  ] as const) {
    await s3.send(put(Key, tags));
  }
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  on.served.allow(
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectTagging'],
      Resource,
      Condition: { StringEquals: { 's3:ExistingObjectTag/security': 'public' } },
    },
    {
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:PutObjectTagging'],
      Resource,
      Condition: {
        StringEquals: { 's3:RequestObjectTag/project': 'x' },
        'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['project', 'more'] },
      },
    },
  );
  for (const [Key, said] of [
    ['public', 'done'],
    ['private', 'AccessDenied'],
    ['plain', 'AccessDenied'],
  ] as const) {
    expect(await code(new sdk.GetObjectCommand({ Bucket, Key }))).toBe(said);
    expect(await code(new sdk.GetObjectTaggingCommand({ Bucket, Key }))).toBe(said);
  }
  expect(await code(put('made', 'project=x'))).toBe('done');
  for (const tags of ['project=y', 'project=x&other=z', undefined]) expect(await code(put('made', tags))).toBe('AccessDenied');
  const copy = (from: string) =>
    new sdk.CopyObjectCommand({
      Bucket,
      Key: 'copy',
      CopySource: `${Bucket}/${from}`,
      TaggingDirective: 'REPLACE',
      Tagging: 'project=x',
    });
  expect([await code(copy('public')), await code(copy('private'))]).toEqual(['done', 'AccessDenied']);
  const retag = (Value: string) =>
    new sdk.PutObjectTaggingCommand({ Bucket, Key: 'made', Tagging: { TagSet: [{ Key: 'project', Value }] } });
  expect([await code(retag('x')), await code(retag('y'))]).toEqual(['done', 'AccessDenied']);
});

// ceph/s3-tests, test_object_raw_get_object_gone, test_post_object_anonymous_request
test('the public of a bucket learns what is missing where it may list, and says who reads where it may write', async () => {
  const Open = 'open-bucket';
  await s3.send(new sdk.CreateBucketCommand({ Bucket: Open, ObjectOwnership: 'ObjectWriter' }));
  await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket: Open }));
  const url = `${on.served.endpoint}/${Open}/k`;
  const put = () => fetch(url, { method: 'PUT', body: 'x', headers: { 'x-amz-acl': 'public-read' } });
  expect([(await fetch(url)).status, (await put()).status]).toEqual([403, 403]);
  await s3.send(new sdk.PutBucketAclCommand({ Bucket: Open, ACL: 'public-read' }));
  expect([(await fetch(url)).status, (await put()).status]).toEqual([404, 403]);
  await s3.send(new sdk.PutObjectCommand({ Bucket: Open, Key: 'k', Body: 'hidden' }));
  expect((await fetch(url)).status).toBe(403);
  await s3.send(new sdk.PutBucketAclCommand({ Bucket: Open, ACL: 'public-read-write' }));
  expect([(await put()).status, (await fetch(url)).status]).toEqual([200, 200]);
  // the list of what is there is not theirs to set
  expect((await fetch(`${url}?acl`, { method: 'PUT', headers: { 'x-amz-acl': 'private' } })).status).toBe(403);
});
