import { createHash } from 'node:crypto';
import type { Access, Call, Scope } from '#core';
import { type Slice, sizeOf } from '#storage';
import type { BucketRow } from './bucket-store.ts';
import { ALGORITHMS, type ComputedAlgorithm } from './checksums/algorithms.ts';
import { checkCopySource } from './conditions.ts';
import type { S3Deps } from './deps.ts';
import { accessDenied, invalidArgument, invalidRequest, noSuchBucket, noSuchKey, noSuchVersion } from './errors.ts';
import { bucketArn, copySourceArn, objectArn, parseCopySource } from './names.ts';
import type { ObjectRow } from './object-row.ts';
import { objectTags } from './tag-conditions.ts';
import { checkVersionId } from './version-ids.ts';

interface CopyInput {
  readonly CopySource: string;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

/** The version a copy reads, once the caller may and its conditions hold. */
export function sourceOf(input: CopyInput, call: Call, deps: S3Deps): { bucket: BucketRow; row: ObjectRow } {
  const source = parseCopySource(input.CopySource);
  if (!source) {
    // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3, test_s3_copy_object_wrong_format
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', 'x-amz-copy-source');
  }
  const bucket = deps.buckets.find(call.scope.partition, source.bucket);
  if (!bucket) throw noSuchBucket(source.bucket);
  if (input.ExpectedSourceBucketOwner !== undefined && input.ExpectedSourceBucketOwner !== bucket.account) throw accessDenied();
  const right = (action: string, resource: string) => ({ action, resource, resourceAccount: bucket.account });
  const versioned = source.version !== undefined;
  const read = right(versioned ? 's3:GetObjectVersion' : 's3:GetObject', objectArn(call.scope, source.bucket, source.key));
  call.authorize({
    ...read,
    context: objectTags({ Bucket: source.bucket, Key: source.key, VersionId: source.version }, call.scope, deps),
  });
  if (versioned) checkVersionId(source.version ?? '', bucket.id);
  const row = versioned
    ? deps.objects.version(bucket.id, source.key, source.version ?? '')
    : deps.objects.current(bucket.id, source.key);
  if (!row) {
    if (versioned) throw noSuchVersion(source.key, source.version ?? '');
    call.authorize(right('s3:ListBucket', bucketArn(call.scope, source.bucket)));
    throw noSuchKey(source.key);
  }
  // aws: sentence — API Reference, CopyObject: "If the source object is a delete marker … 400 Bad Request"
  if (row.marker)
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
  checkCopySource(input, row, deps.clock.now());
  return { bucket, row };
}

/** For the permission to write the copy: what it is copied from. */
export const copyContext = (scope: Scope, source: string): NonNullable<Access['context']> => ({
  's3:x-amz-copy-source': copySourceArn(scope, source).split(':::')[1] ?? '',
});

/** Reads bytes for their digests only: what is copied is not moved. */
export async function digestsOf(
  slices: readonly Slice[],
  algorithm: ComputedAlgorithm,
  call: Call,
  { blobs }: S3Deps,
): Promise<{ md5: string; value: string; size: number }> {
  const md5 = createHash('md5');
  const hasher = ALGORITHMS[algorithm].create();
  for await (const piece of blobs.read(slices, call)) {
    md5.update(piece);
    hasher.update(piece);
  }
  return { md5: md5.digest('hex'), value: Buffer.from(hasher.digest()).toString('base64'), size: sizeOf(slices) };
}
