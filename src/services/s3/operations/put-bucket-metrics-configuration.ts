import type { Empty, PutBucketMetricsConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { configurationIdDiffers, metricsFilterNotBuilt, tooManyConfigurations } from '../setting-errors.ts';

/** aws: 1,000 in a bucket — S3 API reference, PutBucketMetricsConfiguration */
const MOST = 1000;

export const putBucketMetricsConfiguration: Operation<PutBucketMetricsConfigurationRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutMetricsConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const { Id, MetricsConfiguration: configuration } = input;
      if (configuration.Id !== Id) throw configurationIdDiffers(Id);
      const { Tag, AccessPointArn, And } = configuration.Filter ?? {};
      if (Tag || AccessPointArn || And?.Tags?.length || And?.AccessPointArn) throw metricsFilterNotBuilt();
      const others = (bucket.settings.metrics ?? []).filter((each) => each.Id !== Id);
      if (others.length >= MOST) throw tooManyConfigurations();
      const metrics = [...others, configuration].sort((a, b) => (a.Id < b.Id ? -1 : 1));
      deps.buckets.configure(bucket, { metrics });
      return {};
    }),
};
