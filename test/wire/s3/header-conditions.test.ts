import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';
import { OTHER_KEY, USER_KEY } from './served.ts';

let on: Recorder;
let s3: sdk.S3Client;
const Bucket = 'header-conditions';
beforeAll(async () => {
  on = await record(Bucket);
  s3 = on.s3;
});
afterAll(() => on.served.close());

const Resource = `arn:aws:s3:::${Bucket}/*`;
const codes = async (answers: Promise<unknown>[]) => (await Promise.all(answers.map(refused))).map(({ Code }) => Code);

test('who writes must give the owner of the bucket full control — S3 User Guide, "Policy examples for ACLs"', async () => {
  const { Owner } = await s3.send(new sdk.ListBucketsCommand({}));
  const full = `id=${Owner?.ID}`;
  const Condition = { StringEquals: { 's3:x-amz-grant-full-control': full } };
  const statement = { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 's3:PutObject', Resource, Condition };
  await s3.send(
    new sdk.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }),
  );
  const other = on.served.client(OTHER_KEY);
  const put = (more: object) => other.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }));
  const grants = { GrantFullControl: full };
  expect(await codes([put({}), put({ ...grants, GrantRead: full }), put({ GrantRead: full })])).toEqual(
    Array(3).fill('AccessDenied'),
  );
  expect(await codes([put(grants)])).toEqual(['done']);
  await s3.send(
    new sdk.PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
    }),
  );
  expect(await codes([put(grants)])).toEqual(['done']);
});

// aws: Service Authorization Reference, Amazon S3: CopyObject is s3:PutObject
test('policies may ask for the directive of a copy, for locks and for lists', async () => {
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'source', Body: 'x' }));
  const eve = on.served.client(USER_KEY);
  const on1 = { Effect: 'Allow', Resource: [Resource, `arn:aws:s3:::${Bucket}`] };
  on.served.allow(
    { ...on1, Action: ['s3:GetObject', 's3:PutObjectRetention'] },
    { ...on1, Action: 's3:PutObject', Condition: { StringEquals: { 's3:x-amz-metadata-directive': 'COPY' } } },
    { ...on1, Action: 's3:PutObject', Condition: { StringEquals: { 's3:object-lock-mode': 'GOVERNANCE' } } },
    { ...on1, Action: ['s3:PutBucketAcl', 's3:PutObjectAcl'] },
    { ...on1, Effect: 'Deny', Action: ['s3:PutBucketAcl', 's3:PutObjectAcl'], Condition: { Null: { 's3:x-amz-acl': 'true' } } },
  );
  const copy = (more: object) =>
    eve.send(new sdk.CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/source`, ...more }));
  expect(await codes([copy({}), copy({ MetadataDirective: 'REPLACE' })])).toEqual(Array(2).fill('AccessDenied'));
  expect(await codes([copy({ MetadataDirective: 'COPY' })])).toEqual(['done']);
  const locked = { ObjectLockRetainUntilDate: new Date(Date.now() + 60_000) };
  const put = (ObjectLockMode: sdk.ObjectLockMode) =>
    eve.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ObjectLockMode, ...locked }));
  // what may be asked for is refused because the bucket locks nothing
  expect(await codes([put('COMPLIANCE'), put('GOVERNANCE')])).toEqual(['AccessDenied', 'InvalidRequest']);
  const { Owner } = await s3.send(new sdk.ListBucketsCommand({}));
  const GrantFullControl = `id=${Owner?.ID}`;
  expect(
    await codes([
      eve.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'private' })),
      eve.send(new sdk.PutObjectAclCommand({ Bucket, Key: 'source', ACL: 'private' })),
      eve.send(new sdk.PutBucketAclCommand({ Bucket, GrantFullControl })),
      eve.send(new sdk.PutObjectAclCommand({ Bucket, Key: 'source', GrantFullControl })),
    ]),
  ).toEqual(['done', 'done', 'AccessDenied', 'AccessDenied']);
});

test('policies may ask how a bucket is created — S3 User Guide, "Controlling ownership of objects", "Creating a bucket in a specific Region"', async () => {
  const eve = on.served.client(USER_KEY);
  on.served.allow({
    Effect: 'Allow',
    Action: ['s3:CreateBucket', 's3:PutBucketOwnershipControls'],
    Resource: '*',
    Condition: { StringEquals: { 's3:x-amz-object-ownership': 'BucketOwnerEnforced', 's3:LocationConstraint': 'eu-west-1' } },
  });
  const ObjectOwnership = 'BucketOwnerEnforced';
  const there = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };
  const create = (more: object) => eve.send(new sdk.CreateBucketCommand({ Bucket: 'eves-own', ...more }));
  expect(await codes([create({ ObjectOwnership }), create(there)])).toEqual(Array(2).fill('AccessDenied'));
  expect(await codes([create({ ObjectOwnership, ...there })])).toEqual(['done']);
});

// aws: recorded, radkawar/stackd s3/recreation_authority_replay.json; of lists and tags: API Reference, CreateBucket, "Permissions"
test('what else a new bucket is to be needs permissions of its own', async () => {
  const eve = on.served.client(USER_KEY);
  const { Owner } = await on.s3.send(new sdk.GetBucketAclCommand({ Bucket }));
  const owned = { ObjectOwnership: 'ObjectWriter' } as const;
  const locked = { ObjectLockEnabledForBucket: true };
  const tagged = { CreateBucketConfiguration: { Tags: [{ Key: 'team', Value: 'red' }] } };
  const allow = (...actions: string[]) =>
    on.served.allow({ Effect: 'Allow', Action: ['s3:CreateBucket', ...actions], Resource: 'arn:aws:s3:::dependent-*' });
  let created = 0;
  const create = (more: object) => {
    created += 1;
    return codes([eve.send(new sdk.CreateBucketCommand({ Bucket: `dependent-${created}`, ...more }))]);
  };
  allow();
  for (const plain of [{}, { ACL: 'private' }, { GrantFullControl: `id="${Owner?.ID}"` }]) {
    expect(await create(plain)).toEqual(['done']);
  }
  for (const [more, ...needed] of [
    [owned, 's3:PutBucketOwnershipControls'],
    [{ ...owned, ACL: 'log-delivery-write' }, 's3:PutBucketOwnershipControls', 's3:PutBucketAcl'],
    [locked, 's3:PutBucketVersioning', 's3:PutBucketObjectLockConfiguration'],
    [tagged, 's3:TagResource'],
  ] as const) {
    for (const missing of needed) {
      allow(...needed.filter((action) => action !== missing));
      expect(await create(more), missing).toEqual(['AccessDenied']);
    }
    allow(...needed);
    expect(await create(more)).toEqual(['done']);
  }
  const Condition = { StringEquals: { 'aws:RequestTag/team': 'red' } };
  on.served.allow({ Effect: 'Allow', Action: ['s3:CreateBucket', 's3:TagResource'], Resource: '*', Condition });
  expect(await create({})).toEqual(['AccessDenied']);
  expect(await create(tagged)).toEqual(['done']);
  // the policy of a bucket that is there counts, too
  allow();
  const again = () => codes([eve.send(new sdk.CreateBucketCommand({ Bucket: 'dependent-1' }))]);
  expect(await again()).toEqual(['done']);
  const everything = ['arn:aws:s3:::dependent-1', 'arn:aws:s3:::dependent-1/*'];
  const Statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: everything };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await on.s3.send(new sdk.PutBucketPolicyCommand({ Bucket: 'dependent-1', Policy }));
  expect(await again()).toEqual(['AccessDenied']);
});

// aws: recorded, radkawar/stackd s3/ownership_authority_replay.json
test('a write that names the list there would be anyway needs no permission to set one', async () => {
  const at = { Bucket: 'listing', Key: 'k' };
  const eve = on.served.client(USER_KEY);
  await on.s3.send(new sdk.CreateBucketCommand({ Bucket: at.Bucket, ObjectOwnership: 'ObjectWriter' }));
  await on.s3.send(new sdk.PutObjectCommand({ ...at, Body: 'x' }));
  on.served.allow({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::listing/*' });
  for (const [ACL, said] of [
    ['private', 'done'],
    ['bucket-owner-full-control', 'done'],
    ['public-read', 'AccessDenied'],
  ] as const) {
    const written = await codes([
      eve.send(new sdk.PutObjectCommand({ ...at, Body: 'x', ACL })),
      eve.send(new sdk.CopyObjectCommand({ ...at, Key: 'copy', CopySource: 'listing/k', ACL })),
      eve.send(new sdk.CreateMultipartUploadCommand({ ...at, ACL })),
    ]);
    expect(written, ACL).toEqual([said, said, said]);
    expect(await codes([eve.send(new sdk.PutObjectAclCommand({ ...at, ACL }))]), ACL).toEqual(['AccessDenied']);
  }
});
