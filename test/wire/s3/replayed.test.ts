import * as sdk from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { presign } from '#auth';
import { type Recorder, record, refused } from './recorder.ts';
import { ROOT_KEY, SECRET, type Served } from './served.ts';

// aws: goldens — recorded AWS answers (February 2026) in localstack tests/aws/services/s3; the name of the recording stands at each, unless marked

let on: Recorder;
let served: Served;
let s3: sdk.S3Client;
const Bucket = 'replayed';
beforeAll(async () => {
  on = await record(Bucket);
  ({ served, s3 } = on);
});
afterAll(() => served.close());

test('answers found different by replaying the recorded tests', async () => {
  const Named = 'recorded-names';
  await s3.send(new sdk.CreateBucketCommand({ Bucket: Named }));
  // test_bucket_tagging_crud
  await s3.send(new sdk.PutBucketTaggingCommand({ Bucket: Named, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
  expect(on.answered.statusCode).toBe(204);
  // test_create_bucket_with_invalid_location_constraint[eu-west-1-bar], test_different_location_constraint
  const credentials = { accessKeyId: ROOT_KEY, secretAccessKey: SECRET };
  const elsewhere = new sdk.S3Client({ endpoint: served.endpoint, region: 'eu-west-1', forcePathStyle: true, credentials });
  for (const name of ['bar', 'us-east-1']) {
    const LocationConstraint = name as sdk.BucketLocationConstraint;
    const create = new sdk.CreateBucketCommand({ Bucket: 'nowhere', CreateBucketConfiguration: { LocationConstraint } });
    expect(await refused(elsewhere.send(create))).toEqual({
      Code: 'IllegalLocationConstraintException',
      Message: `The ${name} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      Status: 400,
    });
  }
  // test_s3_copy_object_in_place_versioned: nothing is said of the version `null`, neither while versioning is on
  await s3.send(new sdk.PutObjectCommand({ Bucket: Named, Key: 'k' }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket: Named, VersioningConfiguration }));
  const copy = () =>
    s3.send(new sdk.CopyObjectCommand({ Bucket: Named, Key: 'k', CopySource: `${Named}/k`, MetadataDirective: 'REPLACE' }));
  const first = await copy();
  expect(first.CopySourceVersionId).toBeUndefined();
  expect((await copy()).CopySourceVersionId).toBe(first.VersionId);
});

test('a page of uploads that is the last names the last upload — test_list_multiparts_with_prefix_and_delimiter', async () => {
  const Named = 'recorded-uploads';
  await s3.send(new sdk.CreateBucketCommand({ Bucket: Named }));
  for (const Key of ['a', 'b/c']) await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket: Named, Key }));
  const list = (more: object) => s3.send(new sdk.ListMultipartUploadsCommand({ Bucket: Named, Delimiter: '/', ...more }));
  expect(await list({})).toMatchObject({ NextKeyMarker: 'a', CommonPrefixes: [{ Prefix: 'b/' }] });
  expect(await list({ Prefix: 'b' })).toMatchObject({ NextKeyMarker: '', NextUploadIdMarker: '', IsTruncated: false });
  expect(await list({ MaxUploads: 1 })).toMatchObject({ NextKeyMarker: 'a', IsTruncated: true });
});

test('versions may be deleted page by page — test_list_objects_versions_with_prefix_only_and_pagination', async () => {
  const Named = 'recorded-versions';
  await s3.send(new sdk.CreateBucketCommand({ Bucket: Named }));
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket: Named, VersioningConfiguration: { Status: 'Enabled' } }));
  for (let i = 0; i < 5; i++) await s3.send(new sdk.PutObjectCommand({ Bucket: Named, Key: 'k' }));
  const list = (more: object) => s3.send(new sdk.ListObjectVersionsCommand({ Bucket: Named, ...more }));
  const { Versions = [], NextKeyMarker, NextVersionIdMarker } = await list({ MaxKeys: 3 });
  const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  await s3.send(new sdk.DeleteObjectsCommand({ Bucket: Named, Delete: { Objects } }));
  const rest = await list({ KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker });
  expect(rest.Versions?.map((each) => each.IsLatest)).toEqual([true, false]);
  // radkawar/stackd s3/versioning.json
  expect(await refused(list({ KeyMarker: 'k', VersionIdMarker: 'not-a-version' }))).toEqual({
    Code: 'InvalidArgument',
    Message: 'Invalid version id specified',
    ArgumentName: 'version-id-marker',
    ArgumentValue: 'not-a-version',
    Status: 400,
  });
});

test('a wrong signature is told what was signed, in bytes too — test_presigned_url_signature_authentication', async () => {
  const url = new URL(await getSignedUrl(s3, new sdk.GetObjectCommand({ Bucket, Key: 'presigned' }), { expiresIn: 60 }));
  url.searchParams.set('X-Amz-Signature', '0'.repeat(64));
  const said = await (await fetch(url)).text();
  const text = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(said)?.[1] ?? '';
  for (const name of ['StringToSign', 'CanonicalRequest']) {
    const bytes = Buffer.from(text(`${name}Bytes`).replaceAll(' ', ''), 'hex').toString();
    expect(bytes).toBe(text(name).replaceAll('&amp;', '&'));
    expect(bytes.length).toBeGreaterThan(50);
  }
});

test('what a presigned URL says in its parameters is done — test_pre_signed_url_if_none_match; localstack issue 12169 of digests', async () => {
  const Metadata = { a: 'b', wide: 'é—"\n' };
  const put = new sdk.PutObjectCommand({ Bucket, Key: 'said', Metadata, Tagging: 'x=y' });
  const url = await getSignedUrl(s3, put, { expiresIn: 60 });
  expect(url).toMatch(/x-amz-meta-a=b/);
  expect(url).toMatch(/x-amz-checksum-crc32=/);
  const first = await fetch(url, { method: 'PUT', body: 'x' });
  expect([first.status, await first.text()]).toEqual([200, '']);
  const head = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'said' }));
  expect([head.ContentLength, head.Metadata?.['a'], head.Metadata?.['wide']]).toEqual([1, 'b', '=?UTF-8?B?w6nigJQiCg==?=']);
  const tags = await s3.send(new sdk.GetObjectTaggingCommand({ Bucket, Key: 'said' }));
  expect(tags.TagSet).toEqual([{ Key: 'x', Value: 'y' }]);
  const key = { accessKeyId: ROOT_KEY, secretAccessKey: SECRET };
  const plain = {
    method: 'PUT',
    path: `/${Bucket}/said`,
    query: 'If-None-Match=%2A',
    headers: { host: new URL(served.endpoint).host },
  };
  const once = presign(plain, key, { region: 'us-east-1', service: 's3', now: Date.now() }, 60);
  expect((await fetch(`${served.endpoint}${plain.path}?${once}`, { method: 'PUT', body: 'x' })).status).toBe(412);
  const copy = new sdk.CopyObjectCommand({ Bucket, Key: 'copied', CopySource: `${Bucket}/said` });
  const answer = await fetch(await getSignedUrl(s3, copy, { expiresIn: 60 }), { method: 'PUT' });
  expect(await answer.text()).toContain('<CopyObjectResult');
  const copied = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'copied' }));
  expect(copied.Metadata?.['a']).toBe('b');
});

test('an upload without an algorithm has no checksums of parts to complete it with — test_complete_multipart_parts_checksum_default', async () => {
  const at = { Bucket, Key: 'unchosen' };
  const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand(at));
  const sent = new sdk.UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'aaa', ChecksumAlgorithm: 'CRC32C' });
  const { ETag, ChecksumCRC32C } = await s3.send(sent);
  expect(ChecksumCRC32C).toBe('45fn2Q==');
  const complete = (part: sdk.CompletedPart, whole: Partial<sdk.CompleteMultipartUploadCommandInput> = {}) => {
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1, ...part }] };
    return s3.send(new sdk.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload, ...whole }));
  };
  for (const part of [{ ChecksumCRC32C }, { ChecksumSHA256: 'mDSHbc+wXLFnpcJJU+uljErImxrfV/KPL52JrxB+6PA=' }]) {
    expect(await refused(complete(part))).toEqual({
      Code: 'InvalidPart',
      ETag: '47bce5c74f589f4867dbd57e9ca9f808',
      Message:
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      PartNumber: '1',
      Status: 400,
      UploadId,
    });
  }
  expect(await refused(complete({}, { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }))).toMatchObject({ Code: 'BadDigest' });
  // of the whole, what is of another algorithm than S3's own is not looked at
  expect(await complete({}, { ChecksumCRC32C: 'AAAAAA==-2' })).toMatchObject({
    ChecksumCRC64NVME: 'Rnr2/5P7Gsk=',
    ChecksumType: 'FULL_OBJECT',
  });
});

test('an object of another class is copied over itself, and is STANDARD then — radkawar/stackd, testdata/aws/s3/storage_class_replay.json', async () => {
  const at = { Bucket, Key: 'seldom' };
  await s3.send(new sdk.PutObjectCommand({ ...at, Body: 'x', StorageClass: 'STANDARD_IA', Metadata: { kept: 'too' } }));
  const copy = () => s3.send(new sdk.CopyObjectCommand({ ...at, CopySource: `${Bucket}/seldom` }));
  await copy();
  const { StorageClass, Metadata } = await s3.send(new sdk.HeadObjectCommand(at));
  expect([StorageClass, Metadata]).toEqual([undefined, { kept: 'too' }]);
  expect(await refused(copy())).toMatchObject({ Code: 'InvalidRequest' });
});
