import type { DeleteObjectTaggingOutput, DeleteObjectTaggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { amendable, bucketOf, shownVersion } from '../find.ts';

export const deleteObjectTagging: Operation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput, S3Deps> = {
  access: onVersion('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const row = amendable(input, bucket, call, deps, 'DELETE');
    deps.database.transaction(() => deps.objects.amend(bucket.id, row, { tags: [] }));
    return { VersionId: shownVersion(bucket, row.version) };
  },
};
