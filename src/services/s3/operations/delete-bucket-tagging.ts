import type { DeleteBucketTaggingRequest } from '#api/s3';
import { withdrawn } from '../withdrawn.ts';

export const deleteBucketTagging = withdrawn<DeleteBucketTaggingRequest>('s3:PutBucketTagging', { tags: undefined });
