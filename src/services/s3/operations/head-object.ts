import type { HeadObjectOutput, HeadObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { openSeal, refuseCustomerKey } from '../encryption/seal.ts';
import { readWindow } from '../read-window.ts';

export const headObject: Operation<HeadObjectRequest, HeadObjectOutput, S3Deps> = {
  access: onVersion('s3:GetObject', 's3:GetObjectVersion'),
  run: async (input, call, deps) => {
    const { bucket, row, members } = readWindow(input, call, deps, 'HEAD');
    const { seal } = row.doc;
    // aws: KMS is asked only where the checksum is wanted — API Reference, HeadObject, "Permissions"
    if (seal?.kind === 'customer' || (seal && input.ChecksumMode === 'ENABLED')) await openSeal(seal, input, bucket, call, deps);
    else refuseCustomerKey(input);
    return members;
  },
};
