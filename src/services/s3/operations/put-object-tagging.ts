import type { PutObjectTaggingOutput, PutObjectTaggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { amendable, bucketOf, shownVersion } from '../find.ts';
import { checkTags, OBJECT_TAGS } from '../tags.ts';

export const putObjectTagging: Operation<PutObjectTaggingRequest, PutObjectTaggingOutput, S3Deps> = {
  access: onVersion('s3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const row = amendable(input, bucket, call, deps, 'PUT');
    const tags = input.Tagging.TagSet ?? [];
    checkTags(tags, OBJECT_TAGS);
    deps.database.transaction(() => deps.objects.amend(bucket.id, row, { tags }));
    return { VersionId: shownVersion(bucket, row.version) };
  },
};
