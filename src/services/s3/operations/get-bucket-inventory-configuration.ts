import type { GetBucketInventoryConfigurationOutput, GetBucketInventoryConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { ofNone } from '../no-configurations.ts';

export const getBucketInventoryConfiguration: Operation<
  GetBucketInventoryConfigurationRequest,
  GetBucketInventoryConfigurationOutput,
  S3Deps
> = ofNone('s3:GetInventoryConfiguration');
