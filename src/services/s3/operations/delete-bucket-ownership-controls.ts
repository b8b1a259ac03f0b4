import type { DeleteBucketOwnershipControlsRequest } from '#api/s3';
import { withdrawn } from '../withdrawn.ts';

export const deleteBucketOwnershipControls = withdrawn<DeleteBucketOwnershipControlsRequest>('s3:PutBucketOwnershipControls', {
  ownership: null,
});
