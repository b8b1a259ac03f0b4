import type { Empty, PutBucketEncryptionRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { checkRules } from '../encryption/rules.ts';
import { bucketOf } from '../find.ts';

export const putBucketEncryption: Operation<PutBucketEncryptionRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutEncryptionConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const rules = input.ServerSideEncryptionConfiguration.Rules ?? [];
      checkRules(rules);
      deps.buckets.configure(bucket, { encryption: rules });
      return {};
    }),
};
