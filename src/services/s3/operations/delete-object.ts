import type { DeleteObjectOutput, DeleteObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import { namesTag } from '../conditions.ts';
import { deleteOne } from '../delete-one.ts';
import type { S3Deps } from '../deps.ts';
import { headerNotImplemented, noSuchKey, preconditionFailed } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { bypasses, checkBypass } from '../object-lock.ts';
import { checkVersionId } from '../version-ids.ts';

export const deleteObject: Operation<DeleteObjectRequest, DeleteObjectOutput, S3Deps> = {
  access: onVersion('s3:DeleteObject', 's3:DeleteObjectVersion'),
  run: (input, call, deps) => {
    if (input.MFA !== undefined) throw headerNotImplemented('x-amz-mfa');
    if (input.IfMatchLastModifiedTime !== undefined) throw headerNotImplemented('x-amz-if-match-last-modified-time');
    if (input.IfMatchSize !== undefined) throw headerNotImplemented('x-amz-if-match-size');
    return deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      if (input.IfMatch !== undefined) {
        const current = deps.objects.current(bucket.id, input.Key);
        if (!current) throw noSuchKey(input.Key);
        if (!namesTag(input.IfMatch, current.etag)) throw preconditionFailed('If-Match');
      }
      if (input.VersionId !== undefined) checkVersionId(input.VersionId, bucket.id);
      checkBypass(input, bucket);
      return deleteOne(bucket, input.Key, input.VersionId, deps, () => bypasses(input, bucket, input.Key, call));
    });
  },
};
