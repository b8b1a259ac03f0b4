import type { UploadPartCopyOutput, UploadPartCopyRequest } from '#api/s3';
import type { Call, Operation } from '#core';
import { cut } from '#storage';
import { createsNothing, onObject } from '../access.ts';
import { type ComputedAlgorithm, checksumMembers } from '../checksums/algorithms.ts';
import { copyContext, digestsOf, sourceOf } from '../copy-source.ts';
import type { S3Deps } from '../deps.ts';
import type { SealedSlice } from '../encryption/cipher.ts';
import { partSeal, sealMembers } from '../encryption/seal.ts';
import type { OpenSeal } from '../encryption/seal-row.ts';
import { entityTooLarge, invalidArgument, invalidRequest } from '../errors.ts';
import { shownVersion } from '../find.ts';
import { checkPartNumber, uploadOf } from '../find-upload.ts';
import { quoted } from '../object-output.ts';
import { kept } from '../receive.ts';
import { sourceSeal, transcribe } from '../transcribe.ts';

export const uploadPartCopy: Operation<UploadPartCopyRequest, UploadPartCopyOutput, S3Deps> = {
  access: (input, scope, caller) =>
    onObject<UploadPartCopyRequest>('s3:PutObject', () => ({ ...createsNothing(), ...copyContext(scope, input.CopySource) }))(
      input,
      scope,
      caller,
    ),
  run: async (input, call, deps) => {
    checkPartNumber(input.PartNumber, deps.limits.parts);
    const { bucket, upload } = uploadOf(input, call, deps);
    const source = sourceOf(input, call, deps);
    const { bucket: sourceBucket, row } = source;
    const { offset, length } = sourceRange(input.CopySourceRange, row.size);
    if (length > deps.limits.putBytes) throw entityTooLarge(length, deps.limits.putBytes);
    const slices = cut(row.doc.slices, offset, length);
    const { algorithm, type, chosen, object } = upload.doc;
    // what is copied must not vanish while keys are asked for and digests are computed
    return deps.blobs.holding(slices, async () => {
      const from = await sourceSeal(input, source, call, deps);
      const to = await partSeal(object.seal, input, bucket, call, deps);
      const modified = new Date(Math.floor(deps.clock.millis() / 1000) * 1000);
      const put = (etag: string, checksum: string, slicesOf: () => readonly SealedSlice[]) =>
        deps.database.transaction(() => {
          uploadOf(input, call, deps); // may have ended meanwhile
          const part = { number: input.PartNumber, size: length, etag, modified, checksum };
          deps.uploads.putPart(upload.id, { ...part, slices: slicesOf() });
        });
      const { etag, value } = await copyPart(slices, { from, to }, algorithm, call, deps, put);
      const { ChecksumType: _, ...members } = checksumMembers(chosen ? { algorithm, type, value } : undefined);
      return {
        CopyPartResult: { ETag: quoted(etag), LastModified: modified, ...members },
        CopySourceVersionId: shownVersion(sourceBucket, row.version),
        ...sealMembers(object.seal),
      };
    });
  },
};

type PutPart = (etag: string, checksum: string, slices: () => readonly SealedSlice[]) => void;

/** Shares the bytes with the part, or writes them anew where one of both is encrypted. */
async function copyPart(
  slices: readonly SealedSlice[],
  { from, to }: { readonly from: OpenSeal | undefined; readonly to: OpenSeal | undefined },
  algorithm: ComputedAlgorithm,
  call: Call,
  deps: S3Deps,
  put: PutPart,
): Promise<{ etag: string; value: string }> {
  if (!from && !to) {
    const { md5, value } = await digestsOf(slices, algorithm, call, deps);
    put(md5, value, () => {
      deps.blobs.retain(slices);
      return slices;
    });
    return { etag: md5, value };
  }
  const received = await transcribe(slices, from, to, algorithm, call, deps);
  try {
    put(received.etag, received.wanted, () => [kept(received, deps)]);
  } catch (failure) {
    await deps.blobs.discard(received.staged);
    throw failure;
  }
  return { etag: received.etag, value: received.wanted };
}

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
