import type { GetBucketAccelerateConfigurationOutput, GetBucketAccelerateConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const getBucketAccelerateConfiguration: Operation<
  GetBucketAccelerateConfigurationRequest,
  GetBucketAccelerateConfigurationOutput,
  S3Deps
> = {
  access: onBucket('s3:GetAccelerateConfiguration'),
  run: (input, call, deps) => {
    return { Status: bucketOf(input, call, deps).settings.acceleration };
  },
};
