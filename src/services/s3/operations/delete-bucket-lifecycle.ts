import type { DeleteBucketLifecycleRequest } from '#api/s3';
import { withdrawn } from '../withdrawn.ts';

export const deleteBucketLifecycle = withdrawn<DeleteBucketLifecycleRequest>('s3:PutLifecycleConfiguration', {
  lifecycle: undefined,
});
