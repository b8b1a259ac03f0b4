import type { DeleteBucketAnalyticsConfigurationRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { ofNone } from '../no-configurations.ts';

export const deleteBucketAnalyticsConfiguration: Operation<DeleteBucketAnalyticsConfigurationRequest, Empty, S3Deps> =
  ofNone('s3:PutAnalyticsConfiguration');
