import type { DeleteBucketPolicyRequest } from '#api/s3';
import { withdrawn } from '../withdrawn.ts';

export const deleteBucketPolicy = withdrawn<DeleteBucketPolicyRequest>('s3:DeleteBucketPolicy', {
  policy: undefined,
  policyPins: undefined,
  policyInForce: undefined,
});
