import type { DeleteBucketCorsRequest } from '#api/s3';
import { withdrawn } from '../withdrawn.ts';

export const deleteBucketCors = withdrawn<DeleteBucketCorsRequest>('s3:PutBucketCORS', { cors: undefined });
