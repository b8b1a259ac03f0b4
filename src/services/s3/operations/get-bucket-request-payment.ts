import type { GetBucketRequestPaymentOutput, GetBucketRequestPaymentRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const getBucketRequestPayment: Operation<GetBucketRequestPaymentRequest, GetBucketRequestPaymentOutput, S3Deps> = {
  access: onBucket('s3:GetBucketRequestPayment'),
  run: (input, call, deps) => ({ Payer: bucketOf(input, call, deps).settings.payer ?? 'BucketOwner' }),
};
