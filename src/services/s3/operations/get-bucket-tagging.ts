import type { GetBucketTaggingOutput, GetBucketTaggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketTagging: Operation<GetBucketTaggingRequest, GetBucketTaggingOutput, S3Deps> = {
  access: onBucket('s3:GetBucketTagging'),
  run: (input, call, deps) => {
    const { name, settings } = bucketOf(input, call, deps);
    if (!settings.tags) throw noSuch('NoSuchTagSet', 'The TagSet does not exist', name);
    return { TagSet: settings.tags };
  },
};
