import type { PutObjectAclOutput, PutObjectAclRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import { refuseAcl } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf, readable } from '../find.ts';

export const putObjectAcl: Operation<PutObjectAclRequest, PutObjectAclOutput, S3Deps> = {
  access: onVersion('s3:PutObjectAcl', 's3:PutObjectVersionAcl'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    readable(input, bucket, call, deps, 'GET');
    refuseAcl(input, bucket);
    return {};
  },
};
