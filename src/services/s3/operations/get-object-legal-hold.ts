import type { GetObjectLegalHoldOutput, GetObjectLegalHoldRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noLock } from '../errors.ts';
import { lockable } from '../lockable.ts';

export const getObjectLegalHold: Operation<GetObjectLegalHoldRequest, GetObjectLegalHoldOutput, S3Deps> = {
  access: onObject('s3:GetObjectLegalHold'),
  run: (input, call, deps) => {
    const { hold } = lockable(input, call, deps, 'GET').row.doc;
    if (!hold) throw noLock();
    return { LegalHold: { Status: hold } };
  },
};
