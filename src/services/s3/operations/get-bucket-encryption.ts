import type { GetBucketEncryptionOutput, GetBucketEncryptionRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { DEFAULT_RULES } from '../encryption/rules.ts';
import { bucketOf } from '../find.ts';

export const getBucketEncryption: Operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput, S3Deps> = {
  access: onBucket('s3:GetEncryptionConfiguration'),
  run: (input, call, deps) => {
    const { settings } = bucketOf(input, call, deps);
    return { ServerSideEncryptionConfiguration: { Rules: settings.encryption ?? DEFAULT_RULES } };
  },
};
