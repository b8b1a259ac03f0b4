import type { DeleteMarkerEntry, ListObjectVersionsOutput, ListObjectVersionsRequest, ObjectVersion } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { invalidArgument, invalidVersionId } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { encoder, mayList, objectEntry, pageSize } from '../listing-output.ts';
import { ownerOf } from '../names.ts';
import { isVersionId } from '../version-ids.ts';
import { listVersions, type VersionLine } from '../version-listing.ts';

export const listObjectVersions: Operation<ListObjectVersionsRequest, ListObjectVersionsOutput, S3Deps> = {
  access: mayList('s3:ListBucketVersions'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const limit = pageSize(input.MaxKeys, 'maxKeys');
    const encode = encoder(input.EncodingType);
    const {
      Prefix: prefix = '',
      Delimiter: delimiter = '',
      KeyMarker: keyMarker = '',
      VersionIdMarker: versionMarker = '',
    } = input;
    // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (list object versions)
    if (versionMarker !== '' && keyMarker === '') {
      throw invalidArgument('A version-id marker cannot be specified without a key marker.', 'version-id-marker', versionMarker);
    }
    // aws: recorded, radkawar/stackd s3/versioning.json
    if (versionMarker !== '' && !isVersionId(versionMarker, bucket.id)) {
      throw invalidVersionId(versionMarker, 'version-id-marker');
    }
    const { lines, commonPrefixes, next } = listVersions(deps.database, bucket.id, {
      prefix,
      delimiter,
      keyMarker,
      versionMarker,
      limit,
    });
    const owner = ownerOf(bucket.account);
    const versions = lines.filter(({ line }) => !line.marker).map((line) => versionEntry(line, encode, owner));
    const markers = lines.filter(({ line }) => line.marker).map((line) => markerEntry(line, encode, owner));
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      KeyMarker: encode(keyMarker),
      VersionIdMarker: versionMarker,
      ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      MaxKeys: limit,
      IsTruncated: next !== undefined,
      ...(next && { NextKeyMarker: encode(next.key), ...(next.version !== '' && { NextVersionIdMarker: next.version }) }),
      ...(versions.length > 0 && { Versions: versions }),
      ...(markers.length > 0 && { DeleteMarkers: markers }),
      ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes.map((text) => ({ Prefix: encode(text) })) }),
    };
  },
};

type Encode = (text: string) => string;

const versionEntry = ({ line, latest }: VersionLine, encode: Encode, owner: { ID: string }): ObjectVersion =>
  ({ ...objectEntry(line, encode), VersionId: line.version, IsLatest: latest, Owner: owner }) as ObjectVersion;

const markerEntry = ({ line, latest }: VersionLine, encode: Encode, owner: { ID: string }): DeleteMarkerEntry => ({
  Key: encode(line.key),
  VersionId: line.version,
  IsLatest: latest,
  LastModified: line.modified,
  Owner: owner,
});
