import type { Empty, PutBucketLoggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import { aclsCount } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { malformedXml } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { crossLocationLogging, grantsNotAllowed, noTargetOfLogging, targetOfOther } from '../setting-errors.ts';

/** aws: also what no log needs — recorded AWS answer in localstack tests/aws/services/s3, test_put_bucket_logging_accept_wrong_grants (of READ_ACP; WRITE_ACP is taken with it) */
const PERMISSIONS: ReadonlySet<string | undefined> = new Set(['FULL_CONTROL', 'READ', 'WRITE', 'READ_ACP', 'WRITE_ACP']);

/** Keeps where access logs should go and tells it again. None are delivered: the service's README says so. */
export const putBucketLogging: Operation<PutBucketLoggingRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketLogging'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const logging = input.BucketLoggingStatus.LoggingEnabled;
      if (logging) {
        const { SimplePrefix: simple, PartitionedPrefix: partitioned } = logging.TargetObjectKeyFormat ?? {};
        // aws: one format — recorded, radkawar/stackd s3/logging_raw_replay.json
        if (simple && partitioned) throw malformedXml();
        if (logging.TargetGrants?.some(({ Permission: permission }) => !PERMISSIONS.has(permission))) throw malformedXml();
        const target = deps.buckets.find(call.scope.partition, logging.TargetBucket);
        if (!target) throw noTargetOfLogging(logging.TargetBucket);
        if (target.account !== bucket.account) throw targetOfOther(logging.TargetBucket);
        if (logging.TargetGrants?.length && !aclsCount(target.settings)) throw grantsNotAllowed();
        if (target.region !== bucket.region) throw crossLocationLogging(bucket.region, target.region);
      }
      deps.buckets.configure(bucket, { logging });
      return {};
    }),
};
