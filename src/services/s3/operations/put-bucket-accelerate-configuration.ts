import type { Empty, PutBucketAccelerateConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const putBucketAccelerateConfiguration: Operation<PutBucketAccelerateConfigurationRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutAccelerateConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      // aws: recorded AWS answer in localstack tests/aws/services/s3, test_bucket_acceleration_configuration_exc
      if (bucket.name.includes('.')) {
        throw invalidRequest('S3 Transfer Acceleration is not supported for buckets with periods (.) in their names');
      }
      const { Status: status } = input.AccelerateConfiguration;
      if (!status) throw malformedXml();
      deps.buckets.configure(bucket, { acceleration: status });
      return {};
    }),
};
