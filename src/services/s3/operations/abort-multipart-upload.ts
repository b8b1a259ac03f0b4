import type { AbortMultipartUploadOutput, AbortMultipartUploadRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { uploadOf } from '../find-upload.ts';

export const abortMultipartUpload: Operation<AbortMultipartUploadRequest, AbortMultipartUploadOutput, S3Deps> = {
  access: onObject('s3:AbortMultipartUpload'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      deps.uploads.remove(uploadOf(input, call, deps).upload);
      return {};
    }),
};
