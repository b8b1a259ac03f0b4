import type { ObjectLockMode, StorageClass, Tag } from '#api/s3';
import type { Clock } from '#core';
import { aclIn } from './acl.ts';
import type { BucketRow } from './bucket-store.ts';
import { metadataTooLarge } from './errors.ts';
import { lockIn } from './object-lock.ts';
import type { ContentHeaders, NewObject } from './object-row.ts';
import { invalidRedirectLocation } from './setting-errors.ts';
import { storageClassOf } from './storage-classes.ts';
import { parseTagging } from './tags.ts';

/** What PutObject, CopyObject and CreateMultipartUpload say about the object to be. */
export interface ObjectInput {
  readonly ACL?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly Expires?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly Tagging?: string | undefined;
  readonly StorageClass?: StorageClass | undefined;
  readonly ObjectLockMode?: ObjectLockMode | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: 'ON' | 'OFF' | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

/** aws: "the user-defined metadata is limited to 2 KB in size" — S3 User Guide, "Working with object metadata" */
const METADATA_BYTES = 2048;

/** aws: default of an object without Content-Type — API Reference, PutObject */
const DEFAULT_TYPE = 'binary/octet-stream';

const REDIRECT = /^(https?:\/\/|\/)/;

/** aws: an aws-chunked body is stored without that encoding — S3 API Reference, "Signature Calculations: Transferring Payload in Multiple Chunks" */
const withoutChunked = (encoding: string | undefined): string | undefined => {
  if (!encoding?.includes('aws-chunked')) return encoding || undefined;
  const left = encoding
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== 'aws-chunked' && name !== '');
  return left.length > 0 ? left.join(',') : undefined;
};

export function contentHeaders(input: ObjectInput): ContentHeaders {
  const encoding = withoutChunked(input.ContentEncoding);
  return {
    ContentType: input.ContentType ?? DEFAULT_TYPE,
    ...(input.CacheControl !== undefined && { CacheControl: input.CacheControl }),
    ...(input.ContentDisposition !== undefined && { ContentDisposition: input.ContentDisposition }),
    ...(encoding !== undefined && { ContentEncoding: encoding }),
    ...(input.ContentLanguage !== undefined && { ContentLanguage: input.ContentLanguage }),
    ...(input.Expires !== undefined && { Expires: input.Expires }),
    ...(input.WebsiteRedirectLocation !== undefined && { WebsiteRedirectLocation: input.WebsiteRedirectLocation }),
  };
}

/** Metadata, tags and headers of the new object, refused where Millrace or AWS would not keep them. */
export function describe(
  input: ObjectInput,
  bucket: BucketRow,
  clock: Clock,
): Pick<NewObject['doc'], 'headers' | 'metadata' | 'tags' | 'acl' | 'retention' | 'hold' | 'storageClass'> {
  const acl = aclIn(input, bucket);
  if (input.WebsiteRedirectLocation && !REDIRECT.test(input.WebsiteRedirectLocation)) throw invalidRedirectLocation();
  const metadata = input.Metadata && Object.keys(input.Metadata).length > 0 ? input.Metadata : undefined;
  if (metadata) checkMetadata(metadata);
  const tags: readonly Tag[] | undefined = input.Tagging === undefined ? undefined : parseTagging(input.Tagging);
  return {
    headers: contentHeaders(input),
    ...(metadata && { metadata }),
    ...(tags && tags.length > 0 && { tags }),
    ...(acl && { acl }),
    ...storageClassOf(input.StorageClass),
    ...lockIn(input, bucket, clock.millis()),
  };
}

function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  let size = 0;
  for (const [name, value] of Object.entries(metadata)) size += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (size > METADATA_BYTES) throw metadataTooLarge(size, METADATA_BYTES);
}
