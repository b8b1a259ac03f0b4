import type { UploadPartOutput, UploadPartRequest } from '#api/s3';
import type { Operation } from '#core';
import { createsNothing, onObject } from '../access.ts';
import { checksumMembers } from '../checksums/algorithms.ts';
import type { S3Deps } from '../deps.ts';
import { partSeal, sealMembers } from '../encryption/seal.ts';
import { invalidRequest } from '../errors.ts';
import { checkPartNumber, uploadOf } from '../find-upload.ts';
import { quoted } from '../object-output.ts';
import { isChecked, kept, receive } from '../receive.ts';
import { lockNeedsChecksum } from '../setting-errors.ts';

export const uploadPart: Operation<UploadPartRequest, UploadPartOutput, S3Deps> = {
  access: onObject('s3:PutObject', createsNothing),
  run: async (input, call, deps) => {
    checkPartNumber(input.PartNumber, deps.limits.parts);
    const { bucket, upload } = uploadOf(input, call, deps);
    const { algorithm: wanted, type, chosen, object } = upload.doc;
    if ((object.retention ?? object.hold) && call.sent && !isChecked(input)) throw lockNeedsChecksum('Part');
    const seal = await partSeal(object.seal, input, bucket, call, deps);
    const received = await receive(input, call, deps, seal, wanted);
    const { staged, etag, checksum, given, wanted: value } = received;
    try {
      // aws: what is composed of the parts' checksums needs one of each — recorded, radkawar/stackd s3/multipart_checksums_replay.json; versity/versitygw issue 1342
      if (chosen && (given ? checksum.algorithm !== wanted : type === 'COMPOSITE')) {
        const actual = given ? checksum.algorithm.toLowerCase() : 'null';
        // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (multipart checksums)
        throw invalidRequest(
          `Checksum Type mismatch occurred, expected checksum Type: ${wanted.toLowerCase()}, actual checksum Type: ${actual}`,
        );
      }
      deps.database.transaction(() => {
        uploadOf(input, call, deps); // may have ended while the part came in
        deps.uploads.putPart(upload.id, {
          number: input.PartNumber,
          size: staged.size,
          etag,
          modified: new Date(Math.floor(deps.clock.millis() / 1000) * 1000),
          checksum: value,
          slices: [kept(received, deps)],
        });
      });
      const { ChecksumType: _, ...members } = checksumMembers(given || chosen ? { ...checksum, type: 'FULL_OBJECT' } : undefined);
      return { ETag: quoted(etag), ...members, ...sealMembers(object.seal) };
    } catch (failure) {
      await deps.blobs.discard(staged);
      throw failure;
    }
  },
};
