import type { Empty, PutBucketRequestPaymentRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const putBucketRequestPayment: Operation<PutBucketRequestPaymentRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketRequestPayment'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const { Payer: payer } = input.RequestPaymentConfiguration;
      deps.buckets.configure(bucketOf(input, call, deps), { payer: payer === 'Requester' ? payer : undefined });
      return {};
    }),
};
