import type { AbortMultipartUploadOutput, AbortMultipartUploadRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { completedUpload, isAborted, uploadOf } from '../find-upload.ts';

export const abortMultipartUpload: Operation<AbortMultipartUploadRequest, AbortMultipartUploadOutput, S3Deps> = {
  access: onObject('s3:AbortMultipartUpload'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      // aws: who aborts what is completed is not refused, and the object stays — recorded, radkawar/stackd s3/multipart_completion_replay.json
      const bucket = bucketOf(input, call, deps);
      if (completedUpload(input, bucket, deps) || isAborted(input, bucket, deps)) return {};
      const { upload } = uploadOf(input, call, deps);
      deps.uploads.remove(upload);
      deps.uploads.remember(bucket.id, upload.id, { key: upload.key, parts: '', answer: null }, deps.clock.millis());
      return {};
    }),
};
