import type { UploadPartCopyOutput, UploadPartCopyRequest } from '#api/s3';
import type { Operation } from '#core';
import { cut } from '#storage';
import { onObject } from '../access.ts';
import { checksumMembers } from '../checksums/algorithms.ts';
import { copyContext, digestsOf, sourceOf } from '../copy-source.ts';
import type { S3Deps } from '../deps.ts';
import { entityTooLarge, invalidArgument, invalidRequest } from '../errors.ts';
import { shownVersion } from '../find.ts';
import { checkPartNumber, uploadOf } from '../find-upload.ts';
import { ENCRYPTION, quoted } from '../object-output.ts';

export const uploadPartCopy: Operation<UploadPartCopyRequest, UploadPartCopyOutput, S3Deps> = {
  access: (input, scope, caller) =>
    onObject<UploadPartCopyRequest>('s3:PutObject', () => copyContext(scope, input.CopySource))(input, scope, caller),
  run: async (input, call, deps) => {
    checkPartNumber(input.PartNumber, deps.limits.parts);
    const { upload } = uploadOf(input, call, deps);
    const { bucket: sourceBucket, row } = sourceOf(input, call, deps);
    const { offset, length } = sourceRange(input.CopySourceRange, row.size);
    if (length > deps.limits.putBytes) throw entityTooLarge(length, deps.limits.putBytes);
    const slices = cut(row.doc.slices, offset, length);
    const { algorithm, type, chosen } = upload.doc;
    // what is copied must not vanish while its digests are computed
    deps.database.transaction(() => deps.blobs.retain(slices));
    try {
      const { md5, value, size } = await digestsOf(slices, algorithm, call, deps);
      const modified = new Date(Math.floor(deps.clock.millis() / 1000) * 1000);
      deps.database.transaction(() => {
        uploadOf(input, call, deps); // may have ended meanwhile
        deps.blobs.retain(slices);
        deps.uploads.putPart(upload.id, { number: input.PartNumber, size, etag: md5, modified, checksum: value, slices });
      });
      const { ChecksumType: _, ...members } = checksumMembers(chosen ? { algorithm, type, value } : undefined);
      return {
        CopyPartResult: { ETag: quoted(md5), LastModified: modified, ...members },
        CopySourceVersionId: shownVersion(sourceBucket, row.version),
        ...ENCRYPTION,
      };
    } finally {
      deps.database.transaction(() => deps.blobs.release(slices));
    }
  },
};

/** aws: `bytes=first-last`, both given and inside the source — API Reference, UploadPartCopy; sentences recorded in localstack tests/aws/services/s3 */
function sourceRange(text: string | undefined, size: number): { offset: number; length: number } {
  if (text === undefined) return { offset: 0, length: size };
  const match = /^bytes=(\d+)-(\d+)$/.exec(text);
  const [, first, last] = match ?? [];
  if (!match || Number(last) < Number(first)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      text,
    );
  }
  if (Number(last) >= size) {
    if (Number(first) >= size) throw invalidRequest('The specified copy range is invalid for the source object size');
    throw invalidArgument(`Range specified is not valid for source object of size: ${size}`, 'x-amz-copy-source-range', text);
  }
  return { offset: Number(first), length: Number(last) - Number(first) + 1 };
}
