import type { PutObjectLegalHoldOutput, PutObjectLegalHoldRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { malformedXml } from '../errors.ts';
import { lockable } from '../lockable.ts';

export const putObjectLegalHold: Operation<PutObjectLegalHoldRequest, PutObjectLegalHoldOutput, S3Deps> = {
  access: onObject('s3:PutObjectLegalHold'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const { bucket, row } = lockable(input, call, deps, 'PUT');
      const hold = input.LegalHold?.Status;
      if (hold === undefined) throw malformedXml();
      deps.objects.amend(bucket.id, row, { hold });
      return {};
    }),
};
