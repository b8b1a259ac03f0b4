import type { EncodingType, ObjectShape } from '#api/s3';
import type { AccessRule } from '#core';
import { onBucket } from './access.ts';
import { invalidArgument } from './errors.ts';
import type { ListedObject } from './listing.ts';
import { quoted } from './object-output.ts';

/** Told in a header that the model does not have. */
export interface ToldRegion {
  readonly BucketRegion: string;
}

/** aws: "the action returns up to 1,000 key names", more is not an error — API Reference, ListObjectsV2 */
export const PAGE = 1000;

export function pageSize(asked: number | undefined, name: string): number {
  if (asked === undefined) return PAGE;
  // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (list objects)
  if (asked < 0) throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', name, String(asked));
  return Math.min(asked, PAGE);
}

/** aws: which characters `encoding-type=url` leaves as they are: like a query value, `/` too — recorded AWS answers in localstack tests/aws/services/s3 */
export function encoder(type: EncodingType | undefined): <T extends string | undefined>(text: T) => T {
  if (type === undefined) return (text) => text;
  if (type !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
  return <T extends string | undefined>(text: T) => (text === undefined ? text : (urlEncoded(text) as T));
}

const urlEncoded = (text: string): string =>
  encodeURIComponent(text)
    .replace(/%2F/g, '/')
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export const objectEntry = (line: ListedObject, encode: (text: string) => string): ObjectShape =>
  ({
    Key: encode(line.key),
    LastModified: line.modified,
    ETag: quoted(line.etag),
    ...(line.checksum && { ChecksumAlgorithm: [line.checksum.algorithm], ChecksumType: line.checksum.type }),
    Size: line.size,
    StorageClass: line.storageClass,
  }) as ObjectShape;

/** aws: condition keys of listing — Service Authorization Reference, Amazon S3, ListBucket */
export const mayList = <
  I extends {
    readonly Bucket: string;
    readonly Prefix?: string | undefined;
    readonly Delimiter?: string | undefined;
    readonly MaxKeys?: number | undefined;
  },
>(
  action: string,
): AccessRule<I> =>
  onBucket<I>(action, ({ Prefix, Delimiter, MaxKeys }) => ({
    ...(Prefix !== undefined && { 's3:prefix': Prefix }),
    ...(Delimiter !== undefined && { 's3:delimiter': Delimiter }),
    ...(MaxKeys !== undefined && { 's3:max-keys': String(MaxKeys) }),
  }));
