import type { ListMultipartUploadsOutput, ListMultipartUploadsRequest } from '#api/s3';
import type { Operation } from '#core';
import type { S3Deps } from '../deps.ts';
import { invalidArgument } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { successor } from '../listing.ts';
import { encoder, mayList, pageSize } from '../listing-output.ts';
import { initiatorOf, ownerOf } from '../names.ts';
import type { UploadRow } from '../upload-store.ts';

export const listMultipartUploads: Operation<ListMultipartUploadsRequest, ListMultipartUploadsOutput, S3Deps> = {
  access: mayList('s3:ListBucketMultipartUploads'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const limit = pageSize(input.MaxUploads, 'maxUploads');
    const encode = encoder(input.EncodingType);
    const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: keyMarker = '', UploadIdMarker: idMarker = '' } = input;
    // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3, test_list_multiparts_next_marker
    if (keyMarker !== '' && idMarker !== '' && !deps.uploads.find(bucket.id, keyMarker, idMarker)) {
      throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', idMarker);
    }
    const { uploads, commonPrefixes, last, truncated } = pageOf(deps, bucket.id, {
      prefix,
      delimiter,
      keyMarker,
      idMarker,
      limit,
    });
    return {
      Bucket: bucket.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: keyMarker === '' ? '' : idMarker,
      ...(prefix !== '' && { Prefix: encode(prefix) }),
      ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      MaxUploads: limit,
      IsTruncated: truncated,
      // aws: of a last page the last upload, whatever folders come after it — recorded, test_list_multiparts_with_prefix_and_delimiter
      NextKeyMarker: encode((truncated ? last?.key : uploads.at(-1)?.key) ?? ''),
      NextUploadIdMarker: (truncated ? last?.id : uploads.at(-1)?.id) ?? '',
      ...(uploads.length > 0 && {
        Uploads: uploads.map(({ key, id, initiatedAt, doc }) => ({
          UploadId: id,
          Key: encode(key),
          Initiated: initiatedAt,
          StorageClass: doc.object.storageClass ?? 'STANDARD',
          Owner: ownerOf(bucket.account),
          Initiator: initiatorOf(doc.initiator),
          ...(doc.chosen && { ChecksumAlgorithm: doc.algorithm, ChecksumType: doc.type }),
        })),
      }),
      ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes.map((text) => ({ Prefix: encode(text) })) }),
    };
  },
};

interface Query {
  readonly prefix: string;
  readonly delimiter: string;
  readonly keyMarker: string;
  readonly idMarker: string;
  readonly limit: number;
}

function pageOf({ uploads: store }: S3Deps, bucket: number, query: Query) {
  const { prefix, delimiter, keyMarker, idMarker, limit } = query;
  const uploads: UploadRow[] = [];
  const commonPrefixes: string[] = [];
  let last: { key: string; id: string } | undefined;
  // without an upload id, the marker's key itself is behind us; no id is greater than U+10FFFF
  const start = { key: keyMarker, id: idMarker === '' ? '\u{10FFFF}' : idMarker, exclusive: true };
  let from = keyMarker >= prefix && keyMarker !== '' ? start : { key: prefix, id: '', exclusive: false };
  for (;;) {
    const rows = store.list(bucket, from, 100);
    let seek: string | undefined;
    for (const row of rows) {
      if (seek !== undefined && row.key.startsWith(seek)) continue;
      if (!row.key.startsWith(prefix)) return { uploads, commonPrefixes, last, truncated: false };
      if (uploads.length + commonPrefixes.length >= limit) return { uploads, commonPrefixes, last, truncated: true };
      const end = delimiter === '' ? -1 : row.key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        uploads.push(row);
        last = { key: row.key, id: row.id };
        continue;
      }
      seek = row.key.slice(0, end + delimiter.length);
      if (keyMarker.startsWith(seek)) continue;
      commonPrefixes.push(seek);
      last = { key: seek, id: '' };
    }
    const end = rows.at(-1);
    if (rows.length < 100 || !end) return { uploads, commonPrefixes, last, truncated: false };
    const behind = seek === undefined ? undefined : successor(seek);
    from = behind === undefined ? { key: end.key, id: end.id, exclusive: true } : { key: behind, id: '', exclusive: false };
  }
}
