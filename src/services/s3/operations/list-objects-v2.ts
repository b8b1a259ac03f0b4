import type { ListObjectsV2Output, ListObjectsV2Request } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { invalidArgument } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { listObjects } from '../listing.ts';
import { encoder, mayList, objectEntry, pageSize, type ToldRegion } from '../listing-output.ts';
import { ownerOf } from '../names.ts';
import { openToken, sealToken } from '../tokens.ts';

export const listObjectsV2: Operation<ListObjectsV2Request, ListObjectsV2Output & ToldRegion, S3Deps> = {
  access: mayList('s3:ListBucket'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const limit = pageSize(input.MaxKeys, 'maxKeys');
    const encode = encoder(input.EncodingType);
    const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter: start = '', ContinuationToken: token } = input;
    if (token === '') throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
    const after = token === undefined ? start : openToken(token);
    const { entries, next } = listObjects(deps.database, bucket.id, { prefix, delimiter, after, limit });
    const contents = entries.flatMap((entry) => ('line' in entry ? [entry.line] : []));
    const commonPrefixes = entries.flatMap((entry) => ('commonPrefix' in entry ? [{ Prefix: encode(entry.commonPrefix) }] : []));
    const owner = input.FetchOwner ? { Owner: ownerOf(bucket.account) } : {};
    return {
      BucketRegion: bucket.region,
      Name: bucket.name,
      Prefix: encode(prefix),
      ...(input.Delimiter !== undefined && delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(token !== undefined && { ContinuationToken: token }),
      // aws: not repeated once a token says where to go on — recorded AWS answer in localstack tests/aws/services/s3, test_list_objects_v2_continuation_start_after
      ...(input.StartAfter !== undefined && token === undefined && { StartAfter: encode(start) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      MaxKeys: limit,
      KeyCount: entries.length,
      IsTruncated: next !== undefined,
      ...(next !== undefined && { NextContinuationToken: sealToken(next) }),
      ...(contents.length > 0 && { Contents: contents.map((line) => ({ ...objectEntry(line, encode), ...owner })) }),
      ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes }),
    };
  },
};
