import type { Call } from '#core';
import { authorizeMissing } from './access.ts';
import type { BucketRow } from './bucket-store.ts';
import { namesTag } from './conditions.ts';
import type { S3Deps } from './deps.ts';
import { conditionNotImplemented, conditionsTogether, noSuchKey, preconditionFailed } from './errors.ts';
import { bucketOf } from './find.ts';

export interface WriteConditions {
  readonly Key: string;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** aws: If-None-Match takes only `*`, If-Match an ETag — S3 User Guide, "How to prevent object overwrites with conditional writes" */
export function checkConditions(input: WriteConditions): void {
  if (input.IfNoneMatch !== undefined && input.IfMatch !== undefined) throw conditionsTogether();
  if (input.IfNoneMatch !== undefined && input.IfNoneMatch !== '*') throw conditionNotImplemented('If-None-Match');
  if (input.IfMatch === '*') throw conditionNotImplemented('If-Match');
}

export function checkWrite(input: WriteConditions, bucket: BucketRow, call: Call, { objects }: S3Deps): void {
  if (input.IfNoneMatch === undefined && input.IfMatch === undefined) return;
  checkConditions(input);
  const current = objects.current(bucket.id, input.Key);
  if (input.IfNoneMatch !== undefined && current) throw preconditionFailed('If-None-Match');
  if (input.IfMatch === undefined) return;
  if (!current) {
    authorizeMissing(call, bucket.name);
    throw noSuchKey(input.Key);
  }
  if (!namesTag(input.IfMatch, current.etag)) throw preconditionFailed('If-Match');
}

type Written = WriteConditions & { readonly Bucket: string; readonly ExpectedBucketOwner?: string | undefined };

/**
 * Decides in one transaction whether an object may be written and writes it. The bucket is looked up again: a body may
 * have taken hours to arrive.
 */
export function commit<T>(input: Written, call: Call, deps: S3Deps, write: (bucket: BucketRow) => T): T {
  return deps.database.transaction(() => decide(input, call, deps, write));
}

/** The same, together with what others write now. */
export function commitTogether<T>(input: Written, call: Call, deps: S3Deps, write: (bucket: BucketRow) => T): Promise<T> {
  return deps.database.together(() => decide(input, call, deps, write));
}

function decide<T>(input: Written, call: Call, deps: S3Deps, write: (bucket: BucketRow) => T): T {
  const bucket = bucketOf(input, call, deps);
  checkWrite(input, bucket, call, deps);
  return write(bucket);
}
