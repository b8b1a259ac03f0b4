import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';

let on: Recorder;
let s3: sdk.S3Client;
const Bucket = 'owned';
beforeAll(async () => {
  on = await record(Bucket);
  s3 = on.s3;
});
afterAll(() => on.served.close());

// aws: public reports, aws-samples/lambdaedge-openidconnect-samples issue 57
const ENFORCED = {
  Code: 'InvalidBucketAclWithObjectOwnership',
  Message: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  Status: 400,
};

test('a bucket that has no lists is not created with one', async () => {
  const create = (name: string, more: object) => refused(s3.send(new sdk.CreateBucketCommand({ Bucket: name, ...more })));
  expect(await create('listed', { ACL: 'public-read' })).toEqual(ENFORCED);
  expect(await create('listed', { ACL: 'authenticated-read', ObjectOwnership: 'BucketOwnerEnforced' })).toEqual(ENFORCED);
  expect(await create('listed', { ACL: 'private' })).toMatchObject({ Code: 'done' });
});

// aws: S3 User Guide, "Canned ACL"; the model does not know it
test('a bucket for logs is given to those who deliver them', async () => {
  const ACL = 'log-delivery-write' as sdk.BucketCannedACL;
  expect(await refused(s3.send(new sdk.CreateBucketCommand({ Bucket: 'logs', ACL })))).toEqual(ENFORCED);
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'logs', ObjectOwnership: 'BucketOwnerPreferred' }));
  await s3.send(new sdk.PutBucketAclCommand({ Bucket: 'logs', ACL }));
  const { Grants } = await s3.send(new sdk.GetBucketAclCommand({ Bucket: 'logs' }));
  expect(Grants?.map(({ Grantee, Permission }) => [Grantee?.URI, Permission])).toEqual([
    [undefined, 'FULL_CONTROL'],
    ['http://acs.amazonaws.com/groups/s3/LogDelivery', 'WRITE'],
    ['http://acs.amazonaws.com/groups/s3/LogDelivery', 'READ_ACP'],
  ]);
});

// aws: API Reference, PutBucketAcl, PutObjectAcl, "End of support notice"
test('nobody is given anything by e-mail address any more', async () => {
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'mailed', ObjectOwnership: 'ObjectWriter' }));
  const mailed = new sdk.PutBucketAclCommand({ Bucket: 'mailed', GrantRead: 'emailAddress="somebody@example.com"' });
  expect(await refused(s3.send(mailed))).toMatchObject({ Code: 'MethodNotAllowed', Status: 405 });
});

// aws: S3 User Guide, "Prerequisites for disabling ACLs"
test('lists are not disabled while the one of the bucket gives something to others', async () => {
  const own = (ObjectOwnership: sdk.ObjectOwnership) =>
    refused(s3.send(new sdk.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } })));
  const list = (more: object) => s3.send(new sdk.PutBucketAclCommand({ Bucket, ...more }));
  expect(await own('ObjectWriter')).toMatchObject({ Code: 'done' });
  await list({ GrantRead: 'uri="http://acs.amazonaws.com/groups/s3/LogDelivery"' });
  expect(await own('BucketOwnerEnforced')).toEqual(ENFORCED);
  expect(await own('BucketOwnerPreferred')).toMatchObject({ Code: 'done' });
  await list({ ACL: 'private' });
  expect(await own('BucketOwnerEnforced')).toMatchObject({ Code: 'done' });
});

// aws: recorded, radkawar/stackd s3/ownership_replay.json, s3/access_raw_replay.json
test('where no lists are, none is set, whatever it says; writes may name what holds anyway', async () => {
  const NOT_SUPPORTED = { Code: 'AccessControlListNotSupported', Message: 'The bucket does not allow ACLs', Status: 400 };
  const at = { Bucket: 'enforced' };
  await s3.send(new sdk.CreateBucketCommand(at));
  const { Owner, Grants } = await s3.send(new sdk.GetBucketAclCommand(at));
  const own = `id=${Owner?.ID}`;
  const write = (more: object) => refused(s3.send(new sdk.PutObjectCommand({ ...at, Key: 'k', Body: 'x', ...more })));
  for (const ACL of ['private', 'bucket-owner-read', 'bucket-owner-full-control'] as const) {
    expect(await write({ ACL })).toMatchObject({ Code: 'done' });
    expect(await refused(s3.send(new sdk.PutObjectAclCommand({ ...at, Key: 'k', ACL })))).toEqual(NOT_SUPPORTED);
  }
  expect(await write({ GrantFullControl: own })).toMatchObject({ Code: 'done' });
  expect(await write({ GrantFullControl: `${own}, ${own}` })).toEqual(NOT_SUPPORTED);
  expect(await write({ GrantFullControl: own, GrantRead: own })).toEqual(NOT_SUPPORTED);
  for (const more of [
    { ACL: 'private' as const },
    { GrantFullControl: own },
    { AccessControlPolicy: { Owner, Grants } },
    { ACL: 'public-read' as const },
  ]) {
    expect(await refused(s3.send(new sdk.PutBucketAclCommand({ ...at, ...more })))).toEqual(NOT_SUPPORTED);
  }
  const unknown = { Owner: { ID: 'somebody' }, Grants };
  expect(await refused(s3.send(new sdk.PutBucketAclCommand({ ...at, AccessControlPolicy: unknown })))).toMatchObject({
    Code: 'InvalidArgument',
  });
});

// aws: recorded, radkawar/stackd s3/ownership_replay.json
test('nor are lists disabled while the one of the bucket gives its owner less than everything', async () => {
  const at = { Bucket: 'lessened' };
  await s3.send(new sdk.CreateBucketCommand({ ...at, ObjectOwnership: 'ObjectWriter' }));
  const { Owner, Grants } = await s3.send(new sdk.GetBucketAclCommand(at));
  const enforce = () => {
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] };
    return refused(s3.send(new sdk.PutBucketOwnershipControlsCommand({ ...at, OwnershipControls })));
  };
  const list = (grants: sdk.Grant[]) =>
    s3.send(new sdk.PutBucketAclCommand({ ...at, AccessControlPolicy: { Owner, Grants: grants } }));
  await list([]);
  expect(await enforce()).toEqual(ENFORCED);
  await list([{ ...Grants?.[0], Permission: 'READ' }]);
  expect(await enforce()).toEqual(ENFORCED);
  await list(Grants ?? []);
  expect(await enforce()).toMatchObject({ Code: 'done' });
});

// aws: recorded, radkawar/stackd s3/recreation_controls_replay.json
test('a bucket is created again as it is, and in no other way', async () => {
  const at = { Bucket: 'again' };
  const create = (more: object = {}) => refused(s3.send(new sdk.CreateBucketCommand({ ...at, ...more })));
  const OWNED = { Code: 'BucketAlreadyOwnedByYou', Status: 409 };
  const DONE = { Code: 'done' };
  await create({ ObjectOwnership: 'ObjectWriter' });
  await s3.send(new sdk.PutBucketTaggingCommand({ ...at, Tagging: { TagSet: [{ Key: 'kept', Value: 'yes' }] } }));
  expect(await create()).toMatchObject(OWNED);
  expect(await create({ ObjectOwnership: 'BucketOwnerPreferred' })).toMatchObject(OWNED);
  expect(await create({ ObjectOwnership: 'ObjectWriter', ObjectLockEnabledForBucket: true })).toMatchObject(OWNED);
  const elsewhere = { LocationConstraint: 'eu-west-1' };
  expect(await create({ ObjectOwnership: 'ObjectWriter', CreateBucketConfiguration: elsewhere })).toMatchObject(OWNED);
  // its list becomes what the request says; all else stays
  const shown = async () => (await s3.send(new sdk.GetBucketAclCommand(at))).Grants?.length;
  expect(await create({ ObjectOwnership: 'ObjectWriter', ACL: 'log-delivery-write' })).toMatchObject(DONE);
  expect(await shown()).toBe(3);
  expect(await create({ ObjectOwnership: 'ObjectWriter' })).toMatchObject(DONE);
  expect(await shown()).toBe(1);
  expect((await s3.send(new sdk.GetBucketTaggingCommand(at))).TagSet).toEqual([{ Key: 'kept', Value: 'yes' }]);
  // sentence: public reports, emgarten/Sleet issue 180
  expect(await create({ ObjectOwnership: 'ObjectWriter', ACL: 'public-read' })).toEqual({
    Code: 'InvalidBucketAclWithBlockPublicAccessError',
    Message: 'Bucket cannot have public ACLs set with BlockPublicAccess enabled',
    Status: 400,
  });
  await s3.send(new sdk.DeleteBucketOwnershipControlsCommand(at));
  expect(await create()).toMatchObject(DONE);
  expect(await create({ ObjectOwnership: 'BucketOwnerPreferred' })).toMatchObject(DONE);
  // a block of public access holds whole, or is removed
  await s3.send(new sdk.PutPublicAccessBlockCommand({ ...at, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }));
  expect(await create()).toMatchObject(OWNED);
  await s3.send(new sdk.DeletePublicAccessBlockCommand(at));
  expect(await create()).toMatchObject(DONE);
});
