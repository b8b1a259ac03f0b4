import type { GetBucketCorsOutput, GetBucketCorsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketCors: Operation<GetBucketCorsRequest, GetBucketCorsOutput, S3Deps> = {
  access: onBucket('s3:GetBucketCORS'),
  run: (input, call, deps) => {
    const { name, settings } = bucketOf(input, call, deps);
    if (!settings.cors) throw noSuch('NoSuchCORSConfiguration', 'The CORS configuration does not exist', name);
    return { CORSRules: settings.cors };
  },
};
