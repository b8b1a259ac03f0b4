import type { GetBucketLocationOutput, GetBucketLocationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const getBucketLocation: Operation<GetBucketLocationRequest, GetBucketLocationOutput, S3Deps> = {
  access: onBucket('s3:GetBucketLocation'),
  run: (input, call, deps) => {
    const { region, settings } = bucketOf(input, call, deps);
    // aws: "Buckets in Region us-east-1 have a LocationConstraint of null" — API Reference, GetBucketLocation
    if (region === 'us-east-1') return {};
    return { LocationConstraint: settings.constraint ?? (region as NonNullable<GetBucketLocationOutput['LocationConstraint']>) };
  },
};
