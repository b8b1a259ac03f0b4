import type { GetPublicAccessBlockOutput, GetPublicAccessBlockRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { ALL_BLOCKED } from '../public-access.ts';

export const getPublicAccessBlock: Operation<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput, S3Deps> = {
  access: onBucket('s3:GetBucketPublicAccessBlock'),
  run: (input, call, deps) => {
    const { name, settings } = bucketOf(input, call, deps);
    if (settings.publicAccessBlock === null) {
      throw noSuch('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', name);
    }
    return { PublicAccessBlockConfiguration: settings.publicAccessBlock ?? ALL_BLOCKED };
  },
};
