import type { DeleteBucketReplicationRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const deleteBucketReplication: Operation<DeleteBucketReplicationRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutReplicationConfiguration'),
  run: (input, call, deps) => {
    bucketOf(input, call, deps);
    return {}; // there is none, and AWS does not mind — recorded AWS answer in localstack tests/aws/services/s3, test_replication_config
  },
};
