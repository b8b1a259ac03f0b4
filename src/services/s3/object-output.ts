import type { GetObjectOutput, HeadObjectOutput } from '#api/s3';
import type { Call } from '#core';
import type { BucketRow } from './bucket-store.ts';
import { checksumMembers } from './checksums/algorithms.ts';
import { sealMembers } from './encryption/seal.ts';
import { invalidArgument, invalidRequest } from './errors.ts';
import { shownVersion } from './find.ts';
import { objectArn } from './names.ts';
import type { ObjectRow } from './object-row.ts';

export const quoted = (etag: string): string => `"${etag}"`;

interface ReadInput {
  readonly ChecksumMode?: string | undefined;
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

/** aws: in any case — recorded AWS answer in localstack tests/aws/services/s3, test_s3_get_object_checksum */
export const asksChecksum = ({ ChecksumMode: mode }: ReadInput): boolean => mode?.toUpperCase() === 'ENABLED';

const OVERRIDES = [
  ['ResponseCacheControl', 'response-cache-control'],
  ['ResponseContentDisposition', 'response-content-disposition'],
  ['ResponseContentEncoding', 'response-content-encoding'],
  ['ResponseContentLanguage', 'response-content-language'],
  ['ResponseContentType', 'response-content-type'],
] as const;

/** Headers of the answer that the request names itself. */
export function checkOverrides(input: ReadInput, { caller }: Call): void {
  for (const [member, name] of OVERRIDES) {
    const value = input[member];
    if (value === undefined) continue;
    if (caller.kind === 'anonymous') throw overridesUnsigned();
    // aws: recorded AWS answer in localstack tests/aws/services/s3, test_get_response_overrides_unicode_metadata_with_sig_s3
    if (!/^[\0-\xff]*$/.test(value)) throw invalidArgument('Header value cannot be represented using ISO-8859-1.', name, value);
  }
  if (input.ResponseExpires !== undefined && caller.kind === 'anonymous') throw overridesUnsigned();
}

/** aws: sentence — recorded in floci-io/floci#1098, aws/aws-sdk-ruby#2273; "cannot be used with an unsigned request" — API Reference, GetObject */
const overridesUnsigned = () => invalidRequest('Request specific response headers cannot be used for anonymous GET requests.');

/** What GetObject and HeadObject say about a version. A checksum of the whole does not fit a part of it. */
export function objectMembers(
  row: ObjectRow,
  bucket: BucketRow,
  input: ReadInput,
  whole: boolean,
): Omit<GetObjectOutput & HeadObjectOutput, 'Body' | 'ContentLength'> {
  const { doc } = row;
  return {
    AcceptRanges: 'bytes',
    LastModified: row.modified,
    ETag: quoted(row.etag),
    VersionId: shownVersion(bucket, row.version),
    ...doc.headers,
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition !== undefined && { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentEncoding !== undefined && { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentLanguage !== undefined && { ContentLanguage: input.ResponseContentLanguage }),
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(input.ResponseExpires !== undefined && { Expires: input.ResponseExpires.toUTCString() }),
    ...sealMembers(doc.seal),
    ...(doc.storageClass && { StorageClass: doc.storageClass }),
    Metadata: doc.metadata,
    ...(doc.tags && { TagCount: doc.tags.length }),
    ...(whole && asksChecksum(input) && checksumMembers(doc.checksum)),
  };
}

/** The headers of a 304 answer. */
export const validators = (row: ObjectRow, bucket: BucketRow): Record<string, string> => {
  const version = shownVersion(bucket, row.version);
  return {
    etag: quoted(row.etag),
    'last-modified': row.modified.toUTCString(),
    ...(row.doc.headers.CacheControl !== undefined && { 'cache-control': row.doc.headers.CacheControl }),
    ...(version !== undefined && { 'x-amz-version-id': version }),
  };
};

/** aws: only to whom may see them — API Reference, GetObject, "x-amz-object-lock-mode" */
export function lockMembers(
  { key, doc }: ObjectRow,
  bucket: BucketRow,
  call: Call,
): Pick<GetObjectOutput, 'ObjectLockMode' | 'ObjectLockRetainUntilDate' | 'ObjectLockLegalHoldStatus'> {
  const { retention, hold } = doc;
  if (!retention && !hold) return {};
  const may = (action: string) =>
    call.may({ action, resource: objectArn(call.scope, bucket.name, key), resourceAccount: bucket.account });
  return {
    ...(retention &&
      may('s3:GetObjectRetention') && {
        ObjectLockMode: retention.mode,
        ObjectLockRetainUntilDate: new Date(retention.until),
      }),
    ...(hold && may('s3:GetObjectLegalHold') && { ObjectLockLegalHoldStatus: hold }),
  };
}
