import type { DeleteBucketInventoryConfigurationRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { ofNone } from '../no-configurations.ts';

export const deleteBucketInventoryConfiguration: Operation<DeleteBucketInventoryConfigurationRequest, Empty, S3Deps> =
  ofNone('s3:PutInventoryConfiguration');
