import { conditionNotImplemented, noSuchKey, notModified, preconditionFailed } from './errors.ts';

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

interface Entity {
  readonly etag: string;
  readonly modified: Date;
}

/**
 * Whether a list of entity tags (`"a", W/"b"` or `*`) names this one. Quotes are optional, as S3 is lenient about them.
 * aws: so is each of the two — run on AWS: getmoto/moto tests/test_s3/test_s3_conditionals.py, test_put_object_if_match
 */
export const namesTag = (tags: string, etag: string): boolean =>
  tags.split(',').some((tag) => {
    const bare = tag.trim().replace(/^W\//, '').replace(/^"/, '').replace(/"$/, '');
    return bare === '*' || bare === etag;
  });

/**
 * Whether a key may be deleted under a condition, which is about its current version.
 * aws: 412 where it is another, 404 where there is none — S3 User Guide, "How to perform conditional deletes"; observed on AWS in
 * ministackorg/ministack pull request 1458
 */
export function checkDelete(tags: string | undefined, key: string, current: () => { readonly etag: string } | undefined): void {
  if (tags === undefined) return;
  const found = current();
  if (!found) throw noSuchKey(key);
  if (!namesTag(tags, found.etag)) throw preconditionFailed('If-Match');
}

/** aws: a condition cannot be about one version; sentence — recorded, radkawar/stackd s3/conditional_versions.json */
export const versionCondition = () =>
  conditionNotImplemented(
    'If-Match',
    'Conditional delete operations are not allowed when a version ID is included in the request parameters.',
  );

/** aws: If-Match wins over If-Unmodified-Since, If-None-Match over If-Modified-Since — API Reference, GetObject; RFC 9110, 13.2.2 */
export function checkRead(conditions: ReadConditions, entity: Entity, now: Date, headers: () => Record<string, string>): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!namesTag(IfMatch, entity.etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && entity.modified.getTime() > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (namesTag(IfNoneMatch, entity.etag)) throw notModified(headers());
  } else if (
    IfModifiedSince !== undefined &&
    entity.modified.getTime() <= IfModifiedSince.getTime() &&
    IfModifiedSince.getTime() <= now.getTime()
  ) {
    throw notModified(headers());
  }
}

/** The same questions about the source of a copy, where a condition that does not hold is always an error. */
export function checkCopySource(
  input: {
    readonly CopySourceIfMatch?: string | undefined;
    readonly CopySourceIfNoneMatch?: string | undefined;
    readonly CopySourceIfModifiedSince?: Date | undefined;
    readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  },
  entity: Entity,
  now: Date,
): void {
  const { CopySourceIfMatch: match, CopySourceIfNoneMatch: noneMatch } = input;
  const { CopySourceIfModifiedSince: since, CopySourceIfUnmodifiedSince: unmodifiedSince } = input;
  if (match !== undefined) {
    if (!namesTag(match, entity.etag)) throw preconditionFailed('x-amz-copy-source-If-Match');
  } else if (unmodifiedSince !== undefined && entity.modified.getTime() > unmodifiedSince.getTime()) {
    throw preconditionFailed('x-amz-copy-source-If-Unmodified-Since');
  }
  if (noneMatch !== undefined) {
    if (namesTag(noneMatch, entity.etag)) throw preconditionFailed('x-amz-copy-source-If-None-Match');
  } else if (since !== undefined && entity.modified.getTime() <= since.getTime() && since.getTime() <= now.getTime()) {
    throw preconditionFailed('x-amz-copy-source-If-Modified-Since');
  }
}
