import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';
import type { Served } from './served.ts';

// aws: goldens — recorded AWS answers (February 2026) in localstack tests/aws/services/s3; the name of the recording stands at each, unless marked

let on: Recorder;
let served: Served;
let s3: sdk.S3Client;
const Bucket = 'recorded';
beforeAll(async () => {
  on = await record(Bucket);
  ({ served, s3 } = on);
});
afterAll(() => served.close());

const without = (...names: string[]) => {
  on.meddle = (headers) => {
    for (const name of Object.keys(headers)) if (names.some((each) => name.toLowerCase().startsWith(each))) delete headers[name];
  };
};

const Policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/no` }],
});

test('a policy that was taken is answered 204 — test_bucket_policy_crud, test_bucket_policy_exc', async () => {
  await s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }));
  expect(on.answered.statusCode).toBe(204);
  expect(await refused(s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: '' })))).toMatchObject({
    Code: 'MalformedPolicy',
    Message: "Policies must be valid JSON and the first byte must be '{'",
  });
});

test('a document is compared with its digests', async () => {
  const remove = () => s3.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'nothing' }] } }));
  await remove();
  try {
    without('x-amz-checksum', 'x-amz-sdk-checksum');
    // aws: aws/aws-sdk-java-v2 issue 2732
    expect(await refused(remove())).toMatchObject({
      Code: 'InvalidRequest',
      Message: 'Missing required header for this request: Content-MD5',
      Status: 400,
    });
    const md5 = createHash('md5').update('something else').digest();
    on.meddle = (headers) => {
      headers['content-md5'] = md5.toString('base64');
    };
    // test_s3_invalid_content_md5
    expect(await refused(remove())).toMatchObject({
      Code: 'BadDigest',
      Message: 'The Content-MD5 you specified did not match what we received.',
      ExpectedDigest: md5.toString('hex'),
    });
    on.meddle = (headers) => {
      headers['content-md5'] = '000';
    };
    expect(await refused(remove())).toMatchObject({ Code: 'InvalidDigest', 'Content-MD5': '000' });
    on.meddle = (headers) => {
      for (const name of Object.keys(headers)) if (name.startsWith('x-amz-checksum-')) headers[name] = 'AAAAAA==';
    };
    expect(await refused(remove())).toMatchObject({
      Code: 'BadDigest',
      Message: 'The CRC32 you specified did not match the calculated checksum.',
    });
  } finally {
    on.meddle = () => {};
  }
});

const upload = async (Key: string) => {
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }));
  const { ETag } = await s3.send(new sdk.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }));
  return (more: object = {}, parts: object[] = [{ PartNumber: 1, ETag }]) =>
    s3.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts }, ...more }));
};
const CONFLICT = {
  Code: 'ConditionalRequestConflict',
  Message: 'The conditional request cannot succeed due to a conflicting operation against this resource.',
  Status: 409,
};

test('completing under a condition sees what happened meanwhile — test_multipart_if_none_match_with_delete, …_if_match_with_put, …_with_delete', async () => {
  const Key = 'conditional';
  const put = (Body: string) => s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body }));
  const remove = () => s3.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
  await put('before');
  let complete = await upload(Key);
  expect(await refused(complete({ IfNoneMatch: '*' }))).toMatchObject({ Code: 'PreconditionFailed', Condition: 'If-None-Match' });
  await remove();
  expect(await refused(complete({ IfNoneMatch: '*' }))).toMatchObject({ ...CONFLICT, Condition: 'If-None-Match', Key });
  complete = await upload(Key);
  await complete({ IfNoneMatch: '*' });

  const first = await put('first');
  complete = await upload(Key);
  const second = await put('second');
  expect(await refused(complete({ IfMatch: first.ETag }))).toMatchObject({ Code: 'PreconditionFailed', Condition: 'If-Match' });
  expect(await refused(complete({ IfMatch: second.ETag }))).toMatchObject({ ...CONFLICT, Condition: 'If-Match', Key });
  await remove();
  expect(await refused(complete({ IfMatch: second.ETag }))).toMatchObject({ Code: 'NoSuchKey', Status: 404 });
});

test('completing again says what was said — adobe/S3Mock issue 2586', async () => {
  const complete = await upload('twice');
  const { $metadata: _, ChecksumCRC64NVME: __, ChecksumType: ___, ...answer } = await complete();
  const again = async (more = {}) => {
    const { $metadata: ____, ...said } = await complete(more);
    return said;
  };
  // the rest: radkawar/stackd s3/multipart_completion_replay.json
  for (const more of [{}, { IfNoneMatch: '*' }, { IfMatch: '"0"' }]) expect(await again(more)).toEqual(answer);
  expect(await refused(complete({ IfMatch: '*' }))).toMatchObject({ Code: 'NotImplemented', Status: 501 });
  expect(await refused(complete({}, [{ PartNumber: 1, ETag: '"0"' }]))).toMatchObject({ Code: 'NoSuchUpload', Status: 404 });
});

test('conditions that S3 does not take — test_put_object_if_match_validation, …_if_match_and_if_none_match_validation', async () => {
  const put = (more: object) => refused(s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more })));
  expect(await put({ IfMatch: '*' })).toMatchObject({
    Code: 'NotImplemented',
    Header: 'If-Match',
    additionalMessage: "We don't accept the provided value of If-Match header for this API",
  });
  expect(await put({ IfMatch: '"x"', IfNoneMatch: '*' })).toMatchObject({
    Code: 'NotImplemented',
    Header: 'If-Match,If-None-Match',
    additionalMessage: 'Multiple conditional request headers present in the request',
  });
});

test('which rule deletes an object, and when — test_bucket_lifecycle_configuration_object_expiry', async () => {
  const rule = (ID: string, Days: number, Prefix: string) =>
    ({ ID, Status: 'Enabled', Filter: { Prefix }, Expiration: { Days } }) satisfies sdk.LifecycleRule;
  const LifecycleConfiguration = { Rules: [rule('late one', 30, ''), rule('soon', 3, 'soon/')] };
  await s3.send(new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  const dayAfter = (days: number) => new Date(Math.ceil(Date.now() / 86_400_000 + days) * 86_400_000).toUTCString();
  const put = async (Key: string) => (await s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'x' }))).Expiration;
  expect(await put('other')).toBe(`expiry-date="${dayAfter(30)}", rule-id="late one"`);
  expect(await put('soon/k')).toBe(`expiry-date="${dayAfter(3)}", rule-id="soon"`);
  const { Expiration } = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'soon/k' }));
  expect(Expiration).toBe(`expiry-date="${dayAfter(3)}", rule-id="soon"`);
  await s3.send(new sdk.DeleteBucketLifecycleCommand({ Bucket }));
  expect(await put('other')).toBeUndefined();
});

test('places and regions', async () => {
  const create = (LocationConstraint: string) =>
    refused(
      s3.send(
        new sdk.CreateBucketCommand({
          Bucket: 'elsewhere',
          CreateBucketConfiguration: { LocationConstraint: LocationConstraint as never },
        }),
      ),
    );
  // test_different_location_constraint
  expect(await create('foo')).toMatchObject({
    Code: 'InvalidLocationConstraint',
    Message: 'The specified location-constraint is not valid',
    LocationConstraint: 'foo',
  });
  // test_list_buckets_region_validation
  expect(await refused(s3.send(new sdk.ListBucketsCommand({ BucketRegion: 'eu-east-1' })))).toMatchObject({
    Code: 'InvalidArgument',
    Message: 'Argument value eu-east-1 is not a valid AWS Region',
    ArgumentName: 'bucket-region',
  });
});

test('tags — test_bucket_tagging_crud, test_object_tagging_exc, test_object_tagging_versioned', async () => {
  await s3.send(new sdk.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } }));
  expect(await refused(s3.send(new sdk.GetBucketTaggingCommand({ Bucket })))).toMatchObject({ Code: 'NoSuchTagSet' });
  const Tagging = 'key1=val1,key2=val2';
  expect(await refused(s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Tagging })))).toMatchObject({
    Code: 'InvalidArgument',
    ArgumentName: 'x-amz-tagging',
    ArgumentValue: Tagging,
  });
  const Versioned = 'recorded-versions';
  await s3.send(new sdk.CreateBucketCommand({ Bucket: Versioned }));
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket: Versioned, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new sdk.PutObjectCommand({ Bucket: Versioned, Key: 'k' }));
  await s3.send(new sdk.DeleteObjectCommand({ Bucket: Versioned, Key: 'k' }));
  const input = { Bucket: Versioned, Key: 'k' };
  const marker = (Method: string) => ({ Code: 'MethodNotAllowed', Status: 405, Method, ResourceType: 'DeleteMarker' });
  expect(await refused(s3.send(new sdk.GetObjectTaggingCommand(input)))).toMatchObject(marker('GET'));
  expect(await refused(s3.send(new sdk.DeleteObjectTaggingCommand(input)))).toMatchObject(marker('DELETE'));
  expect(await refused(s3.send(new sdk.PutObjectTaggingCommand({ ...input, Tagging: { TagSet: [] } })))).toMatchObject(
    marker('PUT'),
  );
});

test('copying an object onto itself — test_s3_copy_object_in_place_versioned', async () => {
  const versioned = { Bucket: 'recorded-versions', Key: 'onto-itself' };
  const { VersionId } = await s3.send(new sdk.PutObjectCommand({ ...versioned, Body: '1' }));
  const copy = (source = '') =>
    refused(s3.send(new sdk.CopyObjectCommand({ ...versioned, CopySource: `recorded-versions/onto-itself${source}` })));
  expect(await copy()).toMatchObject({ Code: 'InvalidRequest', Status: 400 });
  await s3.send(new sdk.PutObjectCommand({ ...versioned, Body: '2' }));
  expect(await copy(`?versionId=${VersionId}`)).toMatchObject({ Code: 'done' });
});

test('access control lists — test_s3_bucket_acl, test_s3_object_acl, test_s3_bucket_acl_exceptions', async () => {
  const Listed = 'recorded-lists';
  await s3.send(new sdk.CreateBucketCommand({ Bucket: Listed, ObjectOwnership: 'ObjectWriter' }));
  await s3.send(new sdk.PutObjectCommand({ Bucket: Listed, Key: 'k', Body: 'for all' }));
  const bucketAcl = (more: object) => refused(s3.send(new sdk.PutBucketAclCommand({ Bucket: Listed, ...more })));
  expect(await bucketAcl({ ACL: 'public-read' })).toMatchObject({ Code: 'AccessDenied' }); // blocked unless it is said otherwise
  await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket: Listed }));

  const owner = (await s3.send(new sdk.ListBucketsCommand({}))).Owner as sdk.Owner;
  const group = (name: string) => ({ Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` });
  const full = { Grantee: { Type: 'CanonicalUser', ID: owner.ID }, Permission: 'FULL_CONTROL' };
  const shown = async () => (await s3.send(new sdk.GetBucketAclCommand({ Bucket: Listed }))).Grants;
  const anonymous = async (path: string) => (await fetch(`${served.endpoint}/${Listed}${path}`)).status;
  expect(await shown()).toEqual([full]);
  expect([await anonymous(''), await anonymous('/k')]).toEqual([403, 403]);
  expect(await bucketAcl({ ACL: 'public-read' })).toMatchObject({ Code: 'done' });
  expect(await shown()).toEqual([full, { Grantee: group('global/AllUsers'), Permission: 'READ' }]);
  expect([await anonymous(''), await anonymous('/k')]).toEqual([200, 403]);
  await s3.send(new sdk.PutObjectAclCommand({ Bucket: Listed, Key: 'k', ACL: 'public-read' }));
  expect([await anonymous('/k'), await anonymous('/k?acl')]).toEqual([200, 403]);
  await s3.send(
    new sdk.PutPublicAccessBlockCommand({ Bucket: Listed, PublicAccessBlockConfiguration: { IgnorePublicAcls: true } }),
  );
  expect([await anonymous(''), await anonymous('/k')]).toEqual([403, 403]);
  await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket: Listed }));

  await bucketAcl({ GrantRead: 'uri="http://acs.amazonaws.com/groups/s3/LogDelivery"' });
  expect(await shown()).toEqual([{ Grantee: group('s3/LogDelivery'), Permission: 'READ' }]);
  expect(await anonymous('')).toBe(403);

  const fake = 'http://acs.amazonaws.com/groups/s3/FakeGroup';
  expect(await bucketAcl({ ACL: 'fake-acl' })).toMatchObject({ Code: 'InvalidArgument', ArgumentName: 'x-amz-acl' });
  expect(await bucketAcl({ GrantWrite: `uri="${fake}"` })).toMatchObject({
    Message: 'Invalid group uri',
    ArgumentName: 'uri',
    ArgumentValue: fake,
  });
  expect(await bucketAcl({ GrantWrite: 'fakekey="1234"' })).toMatchObject({
    Message: 'Argument format not recognized',
    ArgumentName: 'x-amz-grant-write',
    ArgumentValue: 'fakekey="1234"',
  });
  expect(await bucketAcl({ GrantWrite: 'id="wrong-id"' })).toMatchObject({ Message: 'Invalid id', ArgumentName: 'id' });
  expect(await bucketAcl({})).toMatchObject({ Code: 'MissingSecurityHeader', MissingHeaderName: 'x-amz-acl' });
  expect(await bucketAcl({ AccessControlPolicy: { Grants: [full] } })).toMatchObject({ Code: 'MalformedACLError' });
  const policy = { AccessControlPolicy: { Owner: owner, Grants: [full] } };
  expect(await bucketAcl({ ...policy, ACL: 'private' })).toMatchObject({ Code: 'UnexpectedContent' });
  expect(await bucketAcl({ ACL: 'private', GrantRead: `id="${owner.ID}"` })).toMatchObject({
    Message: 'Specifying both Canned ACLs and Header Grants is not allowed',
  });
  await bucketAcl({ ACL: 'private' });
  await s3.send(
    new sdk.PutBucketOwnershipControlsCommand({
      Bucket: Listed,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  expect(await bucketAcl({ ACL: 'public-read' })).toMatchObject({ Code: 'AccessControlListNotSupported' });
  // what is not well-formed is said first
  expect(await bucketAcl({ GrantWrite: `uri="${fake}"` })).toMatchObject({ Message: 'Invalid group uri' });
  expect(await bucketAcl({ GrantWrite: 'fakekey="1234"' })).toMatchObject({ Message: 'Argument format not recognized' });
  const wrong = { Grantee: { Type: 'CanonicalUser', ID: 'wrong-id' }, Permission: 'READ' } as const;
  expect(await bucketAcl({ AccessControlPolicy: { Owner: owner, Grants: [wrong] } })).toMatchObject({
    Message: 'Invalid id',
    ArgumentName: 'CanonicalUser/ID',
    ArgumentValue: 'wrong-id',
  });
  expect(await bucketAcl({ GrantWrite: `id="${'0'.repeat(64)}"` })).toMatchObject({ Code: 'AccessControlListNotSupported' });
  expect(await anonymous('/k')).toBe(403);
});

test('a presigned URL is good for what was signed — test_put_url_metadata_with_sig_s3v4, test_s3_ignored_special_headers', async () => {
  const url = await getSignedUrl(s3, new sdk.PutObjectCommand({ Bucket, Key: 'presigned' }), { expiresIn: 60 });
  const put = (headers: Record<string, string>) => fetch(url, { method: 'PUT', body: 'x', headers });
  const answer = await put({ 'x-amz-meta-wrong': '1' });
  expect(answer.status).toBe(403);
  const said = await answer.text();
  expect(said).toContain('<Message>There were headers present in the request which were not signed</Message>');
  expect(said).toContain('<HeadersNotSigned>x-amz-meta-wrong</HeadersNotSigned>');
  expect((await put({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })).status).toBe(200);
});
