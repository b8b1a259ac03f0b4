import type { Empty, MetricsFilter, PutBucketMetricsConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { malformedXml } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { metricsFilterNotBuilt, tooManyConfigurations } from '../setting-errors.ts';

/** aws: 1,000 in a bucket — S3 API reference, PutBucketMetricsConfiguration */
const MOST = 1000;

// aws: ids, one condition in a filter and two at least in an And — recorded, radkawar/stackd s3/request_metrics_control_replay.json
const IDS = /^[A-Za-z0-9._-]{1,64}$/;

function isWhole(filter: MetricsFilter | undefined): boolean {
  if (!filter) return true;
  const { And, ...one } = filter;
  const said = (conditions: object) => Object.values(conditions).filter((each) => each !== undefined && each !== '').length;
  if (!And) return said(one) === 1;
  const { Tags = [], ...rest } = And;
  return said(one) === 0 && said(rest) + Tags.length > 1;
}

export const putBucketMetricsConfiguration: Operation<PutBucketMetricsConfigurationRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutMetricsConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const { Id, MetricsConfiguration: configuration } = input;
      if (!IDS.test(Id) || configuration.Id !== Id || !isWhole(configuration.Filter)) throw malformedXml();
      const { Tag, AccessPointArn, And } = configuration.Filter ?? {};
      if (Tag || AccessPointArn || And?.Tags?.length || And?.AccessPointArn) throw metricsFilterNotBuilt();
      const others = (bucket.settings.metrics ?? []).filter((each) => each.Id !== Id);
      if (others.length >= MOST) throw tooManyConfigurations();
      const metrics = [...others, configuration].sort((a, b) => (a.Id < b.Id ? -1 : 1));
      deps.buckets.configure(bucket, { metrics });
      return {};
    }),
};
