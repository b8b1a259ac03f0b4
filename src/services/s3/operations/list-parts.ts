import type { ListPartsOutput, ListPartsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import { checksumMembers } from '../checksums/algorithms.ts';
import type { S3Deps } from '../deps.ts';
import { checkUploadKey } from '../encryption/seal.ts';
import { invalidArgument } from '../errors.ts';
import { uploadOf } from '../find-upload.ts';
import { abortionOf } from '../lifecycle.ts';
import { pageSize } from '../listing-output.ts';
import { initiatorOf, ownerOf } from '../names.ts';
import { quoted } from '../object-output.ts';

export const listParts: Operation<ListPartsRequest, ListPartsOutput, S3Deps> = {
  access: onObject('s3:ListMultipartUploadParts'),
  run: (input, call, deps) => {
    const { bucket, upload } = uploadOf(input, call, deps);
    checkUploadKey(upload.doc.object.seal, upload.doc.chosen, input);
    const limit = pageSize(input.MaxParts, 'maxParts');
    const after = input.PartNumberMarker ?? 0;
    if (after < 0) {
      // aws: sentence — AWS answers in versity/versitygw issues 1383 and 1804
      const sentence = 'Argument part-number-marker must be an integer between 0 and 2147483647';
      throw invalidArgument(sentence, 'part-number-marker', String(after));
    }
    const rows = deps.uploads.parts(upload.id, after, limit + 1);
    const shown = rows.slice(0, limit);
    const { algorithm, type, chosen, initiator } = upload.doc;
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: after,
      NextPartNumberMarker: shown.at(-1)?.number ?? 0,
      MaxParts: limit,
      IsTruncated: rows.length > limit,
      ...(shown.length > 0 && {
        Parts: shown.map((part) => {
          const { ChecksumType: _, ...members } = checksumMembers(
            chosen && part.checksum !== '' ? { algorithm, type, value: part.checksum } : undefined,
          );
          return { PartNumber: part.number, LastModified: part.modified, ETag: quoted(part.etag), Size: part.size, ...members };
        }),
      }),
      Initiator: initiatorOf(initiator),
      Owner: ownerOf(bucket.account),
      StorageClass: upload.doc.object.storageClass ?? 'STANDARD',
      ...(chosen && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
      ...abortionOf(upload.key, upload.initiatedAt, bucket),
    };
  },
};
