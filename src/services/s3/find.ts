import type { Call } from '#core';
import { authorizeMissing } from './access.ts';
import type { BucketRow } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';
import {
  accessDenied,
  invalidBucketOwner,
  keyIsDeleted,
  noSuchBucket,
  noSuchKey,
  noSuchVersion,
  versionIsMarker,
} from './errors.ts';
import type { ObjectRow } from './object-row.ts';
import { checkVersionId } from './version-ids.ts';

interface BucketInput {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The bucket of a request, if it is there and belongs to whom the caller expects. */
export function bucketOf(input: BucketInput, call: Call, { buckets }: Pick<S3Deps, 'buckets'>): BucketRow {
  const bucket = buckets.find(call.scope.partition, input.Bucket);
  if (!bucket) throw noSuchBucket(input.Bucket);
  const { ExpectedBucketOwner: owner } = input;
  if (owner !== undefined && owner !== bucket.account) throw /^\d{12}$/.test(owner) ? accessDenied() : invalidBucketOwner(owner);
  return bucket;
}

interface ObjectInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

/** The version a read is about. `method` is for the answer to reading a delete marker. */
export function readable(
  input: ObjectInput,
  bucket: BucketRow,
  call: Call,
  deps: S3Deps,
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE',
): ObjectRow {
  const { Key: key, VersionId: version } = input;
  if (version !== undefined) {
    checkVersionId(version, bucket.id);
    const row = deps.objects.version(bucket.id, key, version);
    if (!row) throw noSuchVersion(key, version);
    if (row.marker) throw versionIsMarker(version, method, row.modified);
    return row;
  }
  const row = deps.objects.current(bucket.id, key);
  if (row) return row;
  authorizeMissing(call, bucket.name);
  const newest = bucket.settings.versioning && deps.objects.newestInHistory(bucket.id, key);
  throw newest?.marker ? keyIsDeleted(key, newest.version) : noSuchKey(key);
}

/**
 * The version whose tags or permissions are meant.
 * aws: that the newest is a delete marker is told as such — recorded AWS answers in localstack tests/aws/services/s3, test_object_tagging_versioned
 */
export function amendable(
  input: ObjectInput,
  bucket: BucketRow,
  call: Call,
  deps: S3Deps,
  method: 'GET' | 'PUT' | 'DELETE',
): ObjectRow {
  if (input.VersionId === undefined && bucket.settings.versioning && !deps.objects.current(bucket.id, input.Key)) {
    const newest = deps.objects.newestInHistory(bucket.id, input.Key);
    if (newest?.marker) throw versionIsMarker(newest.version, method, newest.modified);
  }
  return readable(input, bucket, call, deps, method);
}

/** The version id an answer shows: none while the bucket has never been versioned. */
export const shownVersion = (bucket: BucketRow, version: string): string | undefined =>
  bucket.settings.versioning === undefined ? undefined : version;

/**
 * The same for the answer to a write.
 * aws: not shown while versioning is suspended — recorded AWS answer in localstack tests/aws/services/s3, test_delete_object_on_suspended_bucket
 */
export const writtenVersion = (bucket: BucketRow, version: string): string | undefined =>
  bucket.settings.versioning === 'Enabled' ? version : undefined;
