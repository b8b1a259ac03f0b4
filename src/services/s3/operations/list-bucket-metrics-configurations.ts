import type { ListBucketMetricsConfigurationsOutput, ListBucketMetricsConfigurationsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { openToken, sealToken } from '../tokens.ts';

/** aws: 100 in one answer — S3 API reference, ListBucketMetricsConfigurations */
const PAGE = 100;

export const listBucketMetricsConfigurations: Operation<
  ListBucketMetricsConfigurationsRequest,
  ListBucketMetricsConfigurationsOutput,
  S3Deps
> = {
  access: onBucket('s3:GetMetricsConfiguration'),
  run: (input, call, deps) => {
    const { settings } = bucketOf(input, call, deps);
    const { ContinuationToken } = input;
    const after = ContinuationToken === undefined ? '' : openToken(ContinuationToken);
    const found = (settings.metrics ?? []).filter(({ Id }) => Id > after);
    const page = found.slice(0, PAGE);
    const last = page.at(-1);
    return {
      IsTruncated: found.length > page.length,
      ContinuationToken,
      ...(page.length > 0 && { MetricsConfigurationList: page }),
      ...(last && found.length > page.length && { NextContinuationToken: sealToken(last.Id) }),
    };
  },
};
