import type { PutObjectAclOutput, PutObjectAclRequest } from '#api/s3';
import type { Operation } from '#core';
import { aclContext, onVersion } from '../access.ts';
import { aclSet } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { amendable, bucketOf } from '../find.ts';

export const putObjectAcl: Operation<PutObjectAclRequest, PutObjectAclOutput, S3Deps> = {
  access: onVersion<PutObjectAclRequest>('s3:PutObjectAcl', 's3:PutObjectVersionAcl', aclContext),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const row = amendable(input, bucket, call, deps, 'PUT');
    const acl = aclSet(input, bucket);
    deps.database.transaction(() => deps.objects.amend(bucket.id, row, { acl }));
    return {};
  },
};
