import type { HeadObjectOutput, HeadObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { readWindow } from '../read-window.ts';

export const headObject: Operation<HeadObjectRequest, HeadObjectOutput, S3Deps> = {
  access: onVersion('s3:GetObject', 's3:GetObjectVersion'),
  run: (input, call, deps) => readWindow(input, call, deps, 'HEAD').members,
};
