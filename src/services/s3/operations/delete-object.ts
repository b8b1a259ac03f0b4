import type { DeleteObjectOutput, DeleteObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { mayDelete } from '../access.ts';
import { checkDelete, versionCondition } from '../conditions.ts';
import { deleteOne } from '../delete-one.ts';
import type { S3Deps } from '../deps.ts';
import { headerNotImplemented } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { bypasses, checkBypass } from '../object-lock.ts';
import { checkVersionId } from '../version-ids.ts';

export const deleteObject: Operation<DeleteObjectRequest, DeleteObjectOutput, S3Deps> = {
  access: mayDelete,
  run: (input, call, deps) => {
    if (input.MFA !== undefined) throw headerNotImplemented('x-amz-mfa');
    if (input.IfMatchLastModifiedTime !== undefined) throw headerNotImplemented('x-amz-if-match-last-modified-time');
    if (input.IfMatchSize !== undefined) throw headerNotImplemented('x-amz-if-match-size');
    if (input.IfMatch !== undefined && input.VersionId !== undefined) throw versionCondition();
    return deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      checkDelete(input.IfMatch, input.Key, () => deps.objects.current(bucket.id, input.Key));
      if (input.VersionId !== undefined) checkVersionId(input.VersionId, bucket.id);
      checkBypass(input, bucket);
      return deleteOne(bucket, input.Key, input.VersionId, deps, () => bypasses(input, bucket, input.Key, call));
    });
  },
};
