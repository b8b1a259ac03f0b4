import type { GetBucketLoggingOutput, GetBucketLoggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const getBucketLogging: Operation<GetBucketLoggingRequest, GetBucketLoggingOutput, S3Deps> = {
  access: onBucket('s3:GetBucketLogging'),
  run: (input, call, deps) => {
    const { logging } = bucketOf(input, call, deps).settings;
    return { LoggingEnabled: logging };
  },
};
