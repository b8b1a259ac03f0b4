import type { GetBucketReplicationOutput, GetBucketReplicationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketReplication: Operation<GetBucketReplicationRequest, GetBucketReplicationOutput, S3Deps> = {
  access: onBucket('s3:GetReplicationConfiguration'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    throw noSuch('ReplicationConfigurationNotFoundError', 'The replication configuration was not found', bucket.name);
  },
};
