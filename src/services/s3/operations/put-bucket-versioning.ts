import type { Empty, PutBucketVersioningRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { headerNotImplemented, illegalVersioning, lockKeepsVersioning } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const putBucketVersioning: Operation<PutBucketVersioningRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketVersioning'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const { Status: status, MFADelete: mfa } = input.VersioningConfiguration;
      if (mfa === 'Enabled') throw headerNotImplemented('x-amz-mfa');
      if (status !== 'Enabled' && status !== 'Suspended') {
        throw illegalVersioning();
      }
      if (status === 'Suspended' && bucket.settings.lock) throw lockKeepsVersioning();
      deps.buckets.configure(bucket, { versioning: status });
      return {};
    }),
};
