import type { GetObjectTaggingOutput, GetObjectTaggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { amendable, bucketOf, shownVersion } from '../find.ts';

export const getObjectTagging: Operation<GetObjectTaggingRequest, GetObjectTaggingOutput, S3Deps> = {
  access: onVersion('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const row = amendable(input, bucket, call, deps, 'GET');
    return { TagSet: row.doc.tags ?? [], VersionId: shownVersion(bucket, row.version) };
  },
};
