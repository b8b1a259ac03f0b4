import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorder, record, refused } from './recorder.ts';

// aws: goldens — recorded AWS answers (September 2026), radkawar/stackd testdata/aws/s3/conditional_versions.json

let on: Recorder;
let s3: sdk.S3Client;
const Bucket = 'conditional-deletes';
beforeAll(async () => {
  on = await record(Bucket);
  ({ s3 } = on);
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
});
afterAll(() => on.served.close());

const put = (Key: string) => s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body: Key }));

test('a version is not deleted under a condition, whatever its tag is', async () => {
  const { ETag, VersionId } = await put('k');
  for (const IfMatch of [ETag, '"00000000000000000000000000000000"', '*']) {
    expect(await refused(s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'k', VersionId, IfMatch })))).toEqual({
      Code: 'NotImplemented',
      Message: 'A header you provided implies functionality that is not implemented',
      Header: 'If-Match',
      additionalMessage: 'Conditional delete operations are not allowed when a version ID is included in the request parameters.',
      Status: 501,
    });
  }
  const { Versions } = await s3.send(new sdk.ListObjectVersionsCommand({ Bucket, Prefix: 'k' }));
  expect(Versions?.map((version) => version.VersionId)).toEqual([VersionId]);
});

test('of several objects each is told', async () => {
  const [a, c] = [await put('a'), await put('c')];
  await put('b');
  const Objects = [
    { Key: 'a', ETag: a.ETag, VersionId: a.VersionId },
    { Key: 'b', ETag: '"00000000000000000000000000000000"' },
    { Key: 'c', ETag: c.ETag },
  ];
  const { Deleted, Errors } = await s3.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toEqual([{ Key: 'c', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) }]);
  const Message = 'A form field you provided implies functionality that is not implemented';
  expect(Errors).toEqual([
    { Key: 'a', VersionId: a.VersionId, Code: 'NotImplemented', Message },
    { Key: 'b', Code: 'PreconditionFailed', Message: 'At least one of the pre-conditions you specified did not hold' },
  ]);
});
