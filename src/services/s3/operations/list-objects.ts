import type { ListObjectsOutput, ListObjectsRequest } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { listObjects as listCurrent } from '../listing.ts';
import { encoder, mayList, objectEntry, pageSize, type ToldRegion } from '../listing-output.ts';
import { ownerOf } from '../names.ts';

export const listObjects: Operation<ListObjectsRequest, ListObjectsOutput & ToldRegion, S3Deps> = {
  access: mayList('s3:ListBucket'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const limit = pageSize(input.MaxKeys, 'maxKeys');
    const encode = encoder(input.EncodingType);
    const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: after = '' } = input;
    const { entries, next } = listCurrent(deps.database, bucket.id, { prefix, delimiter, after, limit });
    const contents = entries.flatMap((entry) => ('line' in entry ? [entry.line] : []));
    const commonPrefixes = entries.flatMap((entry) => ('commonPrefix' in entry ? [{ Prefix: encode(entry.commonPrefix) }] : []));
    // aws: the anonymous are not told whose it is — recorded AWS answer in localstack tests/aws/services/s3, test_bucket_name_with_dots
    const owner = call.caller.kind === 'anonymous' ? {} : { Owner: ownerOf(bucket.account) };
    return {
      BucketRegion: bucket.region,
      Name: bucket.name,
      Prefix: encode(prefix),
      Marker: encode(after),
      ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      MaxKeys: limit,
      IsTruncated: next !== undefined,
      // aws: "This element is returned only if you have the delimiter request parameter specified" — API Reference, ListObjects
      ...(next !== undefined && delimiter !== '' && { NextMarker: encode(next) }),
      ...(contents.length > 0 && {
        Contents: contents.map((line) => ({ ...objectEntry(line, encode), ...owner })),
      }),
      ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes }),
    };
  },
};
