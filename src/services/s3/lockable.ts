import type { Call } from '#core';
import type { BucketRow } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';
import { bucketLocksNothing } from './errors.ts';
import { amendable, bucketOf } from './find.ts';
import type { ObjectRow } from './object-row.ts';

interface VersionInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The version whose lock is asked about or changed. */
export function lockable(
  input: VersionInput,
  call: Call,
  deps: S3Deps,
  method: 'GET' | 'PUT',
): { bucket: BucketRow; row: ObjectRow } {
  const bucket = bucketOf(input, call, deps);
  const row = amendable(input, bucket, call, deps, method);
  if (!bucket.settings.lock) throw bucketLocksNothing();
  return { bucket, row };
}
