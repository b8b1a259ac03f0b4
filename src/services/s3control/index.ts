import { model, type Operations } from '#api/s3control';
import { bind, type Service } from '#core';
import type { S3ControlDeps } from './deps.ts';
import { operations } from './operations/index.ts';
import type { Buckets } from './ports.ts';
import { bucketIn } from './resource.ts';

export type { Buckets } from './ports.ts';

export interface S3ControlOptions {
  readonly buckets: Buckets;
  /** How S3 itself decides who may do what with a bucket, and says no. */
  readonly s3: Pick<Service, 'resourcePolicy' | 'accessDenied'>;
}

/** S3's control endpoint: it keeps nothing of its own. */
export function openS3Control({ buckets, s3 }: S3ControlOptions): Service {
  return {
    name: 's3control',
    model,
    prefix: 's3',
    operations: bind<Operations, S3ControlDeps>(operations, { buckets }),
    ...(s3.resourcePolicy && { resourcePolicy: s3.resourcePolicy }),
    ...(s3.accessDenied && { accessDenied: s3.accessDenied }),
    scopeOf: (_, input, scope) => {
      const { ResourceArn: arn } = input;
      const bucket = typeof arn === 'string' ? bucketIn(arn) : undefined;
      const home = bucket === undefined ? undefined : buckets.home(scope.partition, bucket);
      return home ? { partition: scope.partition, account: home.account, region: home.region } : scope;
    },
  };
}
