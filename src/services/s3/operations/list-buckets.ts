import type { ListBucketsOutput, ListBucketsRequest } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { invalidArgument } from '../errors.ts';
import { bucketArn, isRegion, ownerOf } from '../names.ts';
import { openToken, sealToken } from '../tokens.ts';

/** aws: "MaxBuckets: Minimum value of 1. Maximum value of 10000." — API Reference, ListBuckets */
const MOST = 10_000;

export const listBuckets: Operation<ListBucketsRequest, ListBucketsOutput, S3Deps> = {
  access: () => ({ action: 's3:ListAllMyBuckets', resource: '*' }),
  run: (input, { caller, scope }, { buckets }) => {
    const owner = { partition: scope.partition, account: caller.account };
    const limit = input.MaxBuckets ?? MOST;
    if (input.BucketRegion && !isRegion(input.BucketRegion)) {
      // aws: recorded AWS answer in localstack tests/aws/services/s3, test_list_buckets_region_validation
      throw invalidArgument(`Argument value ${input.BucketRegion} is not a valid AWS Region`, 'bucket-region');
    }
    const rows = buckets.list(owner, {
      after: input.ContinuationToken ? openToken(input.ContinuationToken) : undefined,
      prefix: input.Prefix,
      region: input.BucketRegion,
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    // aws: the region is shown only to those who ask page by page — API Reference, ListBuckets
    const paged = input.MaxBuckets !== undefined || input.BucketRegion !== undefined || input.Prefix !== undefined;
    return {
      Buckets: shown.map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: createdAt,
        ...(paged && { BucketRegion: region }),
        BucketArn: bucketArn(scope, name),
      })),
      Owner: ownerOf(owner.account),
      Prefix: input.Prefix,
      ...(rows.length > limit && { ContinuationToken: sealToken(shown.at(-1)?.name ?? '') }),
    };
  },
};
