import type { GetObjectTaggingOutput, GetObjectTaggingRequest } from '#api/s3';
import { AwsError, type Operation } from '#core';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuchKey } from '../errors.ts';
import { amendable, bucketOf, shownVersion } from '../find.ts';

/** aws: names the key with its bucket where it is missing — recorded AWS answer in localstack tests/aws/services/s3, test_object_tagging_exc */
function inItsWords<T>({ Bucket: bucket, Key: key }: GetObjectTaggingRequest, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw thrown instanceof AwsError && thrown.code === 'NoSuchKey' ? noSuchKey(`${bucket}/${key}`) : thrown;
  }
}

export const getObjectTagging: Operation<GetObjectTaggingRequest, GetObjectTaggingOutput, S3Deps> = {
  access: onVersion('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const row = inItsWords(input, () => amendable(input, bucket, call, deps, 'GET'));
    return { TagSet: row.doc.tags ?? [], VersionId: shownVersion(bucket, row.version) };
  },
};
