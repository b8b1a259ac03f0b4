import type { DeleteBucketWebsiteRequest } from '#api/s3';
import { withdrawn } from '../withdrawn.ts';

export const deleteBucketWebsite = withdrawn<DeleteBucketWebsiteRequest>('s3:DeleteBucketWebsite', { website: undefined });
