import type { DeleteBucketEncryptionRequest } from '#api/s3';
import { withdrawn } from '../withdrawn.ts';

/** Back to the default: S3's own keys. */
export const deleteBucketEncryption = withdrawn<DeleteBucketEncryptionRequest>('s3:PutEncryptionConfiguration', {
  encryption: undefined,
});
