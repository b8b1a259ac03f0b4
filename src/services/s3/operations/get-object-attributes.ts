import type { GetObjectAttributesOutput, GetObjectAttributesRequest, ObjectPart } from '#api/s3';
import type { Operation } from '#core';
import { ALGORITHMS, checksumMembers, type StoredChecksum } from '../checksums/algorithms.ts';
import type { S3Deps } from '../deps.ts';
import { openSeal, refuseCustomerKey } from '../encryption/seal.ts';
import { bucketOf, readable, shownVersion } from '../find.ts';
import { pageSize } from '../listing-output.ts';
import { objectArn } from '../names.ts';
import type { ObjectRow } from '../object-row.ts';

export const getObjectAttributes: Operation<GetObjectAttributesRequest, GetObjectAttributesOutput, S3Deps> = {
  // aws: both permissions are needed — API Reference, GetObjectAttributes, "Permissions"
  access: (input, scope) => {
    const right = (action: string) => ({
      action,
      resource: objectArn(scope, input.Bucket, input.Key),
      resourceAccount: scope.account,
    });
    return input.VersionId === undefined
      ? [right('s3:GetObject'), right('s3:GetObjectAttributes')]
      : [right('s3:GetObjectVersion'), right('s3:GetObjectVersionAttributes')];
  },
  run: async (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const row = readable(input, bucket, call, deps, 'GET');
    const { seal } = row.doc;
    if (seal?.kind === 'customer') await openSeal(seal, input, bucket, call, deps);
    else refuseCustomerKey(input);
    const wants = new Set<string>(input.ObjectAttributes);
    return {
      LastModified: row.modified,
      VersionId: shownVersion(bucket, row.version),
      // aws: here the entity tag has no quotes — API Reference, GetObjectAttributes, example
      ...(wants.has('ETag') && { ETag: row.etag }),
      ...(wants.has('Checksum') && row.doc.checksum && { Checksum: checksumMembers(withoutCount(row.doc.checksum)) }),
      ...(wants.has('ObjectParts') && row.doc.parts && { ObjectParts: partsOf(row, input) }),
      ...(wants.has('StorageClass') && { StorageClass: row.doc.storageClass ?? 'STANDARD' }),
      ...(wants.has('ObjectSize') && { ObjectSize: row.size }),
    };
  },
};

/** aws: without the number of parts — recorded AWS answer in localstack tests/aws/services/s3, test_complete_multipart_parts_checksum_composite */
const withoutCount = (checksum: StoredChecksum): StoredChecksum => ({ ...checksum, value: checksum.value.replace(/-\d+$/, '') });

function partsOf({ doc }: ObjectRow, input: GetObjectAttributesRequest): GetObjectAttributesOutput['ObjectParts'] {
  const { parts = [], checksum } = doc;
  // aws: the parts themselves are listed only where they have checksums of their own — API Reference, GetObjectAttributes, "ObjectParts"
  if (!checksum || parts.some((part) => part.checksum === undefined)) return { TotalPartsCount: parts.length };
  const after = input.PartNumberMarker ?? 0;
  // aws: what cannot be is ignored — AWS's behaviour in versity/versitygw issue 1806
  const limit = pageSize((input.MaxParts ?? 0) < 0 ? undefined : input.MaxParts, 'maxParts');
  const rest = parts.filter((part) => part.number > after);
  const shown = rest.slice(0, limit);
  const { member } = ALGORITHMS[checksum.algorithm];
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: after,
    NextPartNumberMarker: shown.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: rest.length > shown.length,
    ...(shown.length > 0 && {
      Parts: shown.map((part): ObjectPart => ({ PartNumber: part.number, Size: part.size, [member]: part.checksum })),
    }),
  };
}
