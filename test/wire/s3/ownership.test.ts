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
