import type { UploadPartOutput, UploadPartRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import { checksumMembers } from '../checksums/algorithms.ts';
import type { S3Deps } from '../deps.ts';
import { headerNotImplemented, invalidRequest } from '../errors.ts';
import { checkPartNumber, uploadOf } from '../find-upload.ts';
import { ENCRYPTION, quoted } from '../object-output.ts';
import { receive } from '../receive.ts';

export const uploadPart: Operation<UploadPartRequest, UploadPartOutput, S3Deps> = {
  access: onObject('s3:PutObject'),
  run: async (input, call, deps) => {
    checkPartNumber(input.PartNumber, deps.limits.parts);
    if (input.SSECustomerAlgorithm !== undefined) throw headerNotImplemented('x-amz-server-side-encryption-customer-algorithm');
    const { upload } = uploadOf(input, call, deps);
    const { algorithm: wanted, chosen } = upload.doc;
    const { staged, md5, checksum, given, wanted: value } = await receive(input, call.signal, deps, wanted);
    try {
      if (checksum.algorithm !== wanted && chosen) {
        // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (multipart checksums)
        throw invalidRequest(
          `Checksum Type mismatch occurred, expected checksum Type: ${wanted.toLowerCase()}, actual checksum Type: ${checksum.algorithm.toLowerCase()}`,
        );
      }
      deps.database.transaction(() => {
        uploadOf(input, call, deps); // may have ended while the part came in
        const slices = [deps.blobs.keep(staged)];
        deps.uploads.putPart(upload.id, {
          number: input.PartNumber,
          size: staged.size,
          etag: md5,
          modified: new Date(Math.floor(deps.clock.millis() / 1000) * 1000),
          checksum: value,
          slices,
        });
      });
      const { ChecksumType: _, ...members } = checksumMembers(given || chosen ? { ...checksum, type: 'FULL_OBJECT' } : undefined);
      return { ETag: quoted(md5), ...members, ...ENCRYPTION };
    } catch (failure) {
      await deps.blobs.discard(staged);
      throw failure;
    }
  },
};
