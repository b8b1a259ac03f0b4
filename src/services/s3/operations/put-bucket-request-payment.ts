import type { Empty, PutBucketRequestPaymentRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { requesterPaysNotBuilt } from '../setting-errors.ts';

export const putBucketRequestPayment: Operation<PutBucketRequestPaymentRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketRequestPayment'),
  run: (input, call, deps) => {
    bucketOf(input, call, deps);
    if (input.RequestPaymentConfiguration.Payer === 'Requester') throw requesterPaysNotBuilt();
    return {};
  },
};
