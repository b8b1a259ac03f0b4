import type { GetBucketIntelligentTieringConfigurationOutput, GetBucketIntelligentTieringConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { ofNone } from '../no-configurations.ts';

export const getBucketIntelligentTieringConfiguration: Operation<
  GetBucketIntelligentTieringConfigurationRequest,
  GetBucketIntelligentTieringConfigurationOutput,
  S3Deps
> = ofNone('s3:GetIntelligentTieringConfiguration');
