import type { GetBucketAnalyticsConfigurationOutput, GetBucketAnalyticsConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { ofNone } from '../no-configurations.ts';

export const getBucketAnalyticsConfiguration: Operation<
  GetBucketAnalyticsConfigurationRequest,
  GetBucketAnalyticsConfigurationOutput,
  S3Deps
> = ofNone('s3:GetAnalyticsConfiguration');
