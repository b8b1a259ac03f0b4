import type { GetObjectAclOutput, GetObjectAclRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import { aclShown } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf, readable } from '../find.ts';

export const getObjectAcl: Operation<GetObjectAclRequest, GetObjectAclOutput, S3Deps> = {
  access: onVersion('s3:GetObjectAcl', 's3:GetObjectVersionAcl'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    return aclShown(bucket, readable(input, bucket, call, deps, 'GET').doc.acl);
  },
};
