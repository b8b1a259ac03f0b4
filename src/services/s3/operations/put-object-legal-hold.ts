import type { PutObjectLegalHoldOutput, PutObjectLegalHoldRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { malformedXml } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { lockable } from '../lockable.ts';

export const putObjectLegalHold: Operation<PutObjectLegalHoldRequest, PutObjectLegalHoldOutput, S3Deps> = {
  access: onObject('s3:PutObjectLegalHold'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      // aws: before the bucket's lock is looked at — recorded AWS answer in localstack tests/aws/services/s3, test_put_object_legal_hold_exc
      const hold = input.LegalHold?.Status;
      bucketOf(input, call, deps);
      if (hold === undefined) throw malformedXml();
      const { bucket, row } = lockable(input, call, deps, 'PUT');
      deps.objects.amend(bucket.id, row, { hold });
      return {};
    }),
};
