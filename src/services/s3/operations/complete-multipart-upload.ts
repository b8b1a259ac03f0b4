import { createHash } from 'node:crypto';
import type { CompletedPart, CompleteMultipartUploadOutput, CompleteMultipartUploadRequest } from '#api/s3';
import type { Call, Operation } from '#core';
import { creates, onObject } from '../access.ts';
import { ALGORITHMS, algorithmNames, checksumMembers, type StoredChecksum } from '../checksums/algorithms.ts';
import { isLinear, joinCrcs } from '../checksums/combine.ts';
import type { S3Deps } from '../deps.ts';
import { checkUploadKey, sealMembers } from '../encryption/seal.ts';
import type { Seal } from '../encryption/seal-row.ts';
import {
  badChecksum,
  badPartChecksum,
  conditionalConflict,
  entityTooSmall,
  internalError,
  invalidPart,
  invalidPartOrder,
  invalidRequest,
} from '../errors.ts';
import { bucketOf, writtenVersion } from '../find.ts';
import { completedUpload, uploadOf } from '../find-upload.ts';
import { expirationOf } from '../lifecycle.ts';
import { quoted } from '../object-output.ts';
import type { PartRow, UploadDoc } from '../upload-store.ts';
import { checkConditions, checkWrite } from '../write-object.ts';

export const completeMultipartUpload: Operation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput, S3Deps> = {
  access: onObject<CompleteMultipartUploadRequest>('s3:PutObject', creates),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      checkConditions(input);
      const again = answeredBefore(input, call, deps);
      if (again) return again;
      const { bucket, upload } = uploadOf(input, call, deps);
      const { seal } = upload.doc.object;
      // aws: a key that is sent is looked at in any case — recorded, radkawar/stackd s3/customer_encryption_data_replay.json
      checkUploadKey(seal, upload.doc.chosen || input.SSECustomerKey !== undefined, input);
      checkWrite(input, bucket, call, deps);
      const condition = input.IfMatch !== undefined ? 'If-Match' : input.IfNoneMatch !== undefined ? 'If-None-Match' : undefined;
      if (condition && deps.uploads.isDisturbed(upload)) throw conditionalConflict(condition, input.Key);
      checkType(input, upload.doc);
      const parts = chosenParts(input, upload.doc, deps);
      checkConsecutive(parts, upload.doc);
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
        // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (multipart)
        throw invalidRequest(
          `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
        );
      }
      const checksum = joinedChecksum(parts, upload.doc);
      checkChecksum(input, checksum, upload.doc.chosen);
      // aws: of what a key encrypts no checksum is told here unless one was asked for, or the key is there; it has one all the same — recorded AWS
      // answers in localstack tests/aws/services/s3, test_s3_multipart_upload_sse; radkawar/stackd s3/customer_encryption_data_replay.json
      const told = !seal || upload.doc.chosen || (seal.kind === 'customer' && input.SSECustomerKey !== undefined);
      // aws: MD5 of the parts' MD5s, and how many they are — API Reference, Object, "ETag"
      const md5 = createHash('md5');
      for (const part of parts) md5.update(part.etag, 'hex');
      const etag = `${md5.digest('hex')}-${parts.length}`;
      const doc = {
        slices: parts.flatMap((part) => part.slices),
        ...upload.doc.object,
        checksum,
        parts: parts.map(({ number, size, checksum: value }) => ({
          number,
          size,
          ...(upload.doc.chosen && upload.doc.type === 'COMPOSITE' && { checksum: value }),
        })),
      };
      // aws: "the object creation date is the date of initiation of the multipart upload" — S3 User Guide, "Working with object metadata"
      const { initiatedAt: begun } = upload;
      const line = deps.objects.put(bucket.id, input.Key, bucket.settings.versioning, { size, etag, doc, begun });
      deps.uploads.remove(upload, new Set(parts.map((part) => part.number)));
      const answer = {
        Location: locationOf(call.endpoint, bucket.name, input.Key),
        Bucket: bucket.name,
        Key: input.Key,
        ETag: quoted(etag),
        ...completedMembers(seal),
        VersionId: writtenVersion(bucket, line.version),
        Expiration: expirationOf(line, doc, bucket),
      };
      // aws: who asks again is not told the checksum — recorded, radkawar/stackd s3/checksum_algorithms_multipart_replay.json
      const known = { key: input.Key, parts: partsText(input), answer };
      deps.uploads.remember(bucket.id, upload.id, known, deps.clock.millis());
      return { ...answer, ...checksumMembers(told ? checksum : undefined) };
    }),
};

/**
 * aws: completing an upload again with the same parts succeeds again — observed on AWS in public reports: adobe/S3Mock issue 2586,
 * minio/minio issue 13318
 */
function answeredBefore(
  input: CompleteMultipartUploadRequest,
  call: Call,
  deps: S3Deps,
): CompleteMultipartUploadOutput | undefined {
  const before = completedUpload(input, bucketOf(input, call, deps), deps);
  return before?.parts === partsText(input) ? before.answer : undefined;
}

const partsText = ({ MultipartUpload: upload }: CompleteMultipartUploadRequest): string =>
  (upload?.Parts ?? []).map(({ PartNumber: number, ETag: etag = '' }) => `${number}:${etag.replaceAll('"', '')}`).join(' ');

/** The parts the client lists, which must be there as it has them. */
function chosenParts(input: CompleteMultipartUploadRequest, upload: UploadDoc, deps: S3Deps): PartRow[] {
  const listed = input.MultipartUpload?.Parts ?? [];
  // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3, test_multipart_complete_multipart_too_small
  if (listed.length === 0) throw invalidRequest('You must specify at least one part');
  const stored = new Map(deps.uploads.parts(input.UploadId).map((part) => [part.number, part]));
  const chosen: PartRow[] = [];
  let before = 0;
  for (const part of listed) {
    const number = part.PartNumber ?? 0;
    const etag = (part.ETag ?? '').replaceAll('"', '');
    if (number <= before) throw invalidPartOrder(input.UploadId);
    const found = stored.get(number);
    if (!found || found.etag !== etag) throw invalidPart(input.UploadId, number, etag);
    if (!checksumFits(part, found, upload)) throw invalidPart(input.UploadId, number, etag);
    chosen.push(found);
    before = number;
  }
  for (const part of chosen.slice(0, -1)) {
    if (part.size < deps.limits.partBytes) {
      throw entityTooSmall({
        ETag: part.etag,
        PartNumber: String(part.number),
        ProposedSize: String(part.size),
        MinSizeAllowed: String(deps.limits.partBytes),
      });
    }
  }
  return chosen;
}

/**
 * aws: composite checksums need part numbers without a gap, else the error is 500 — S3 User Guide, "Checking object integrity"; recorded,
 * radkawar/stackd s3/multipart_checksums_replay.json
 */
function checkConsecutive(parts: readonly PartRow[], { type }: UploadDoc): void {
  if (type === 'COMPOSITE' && parts.some((part, at) => part.number !== at + 1)) throw internalError();
}

/** aws: what a listed part may say of its checksum — recorded AWS answers in localstack tests/aws/services/s3, test_complete_multipart_parts_checksum_* */
function checksumFits(listed: CompletedPart, stored: PartRow, { algorithm, type, chosen }: UploadDoc): boolean {
  for (const name of algorithmNames) {
    const given = listed[ALGORITHMS[name].member];
    if (given === undefined) continue;
    if (chosen && name !== algorithm) throw badPartChecksum(name, stored.number);
    // aws: where no algorithm was chosen, also one that the part was sent with — recorded, test_complete_multipart_parts_checksum_default; observed on
    // AWS in public reports: aws/aws-sdk-java-v2 issue 6518, aws/aws-sdk-go-v2 issue 3005
    if (name !== algorithm || given !== stored.checksum) return false;
  }
  if (chosen && type === 'COMPOSITE' && listed[ALGORITHMS[algorithm].member] === undefined) {
    throw invalidRequest(
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${stored.number} in the request.`,
    );
  }
  return true;
}

/** aws: sentence — recorded AWS answers in localstack tests/aws/services/s3, test_multipart_parts_checksum_exceptions_* */
function checkType({ ChecksumType: type }: CompleteMultipartUploadRequest, upload: UploadDoc): void {
  const mode = upload.chosen ? upload.type : 'null';
  if (type !== undefined && type !== mode) {
    throw invalidRequest(
      `The upload was created using the ${mode} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
}

/** aws: full-object CRCs are joined, others are the checksum of the parts' checksums — S3 User Guide, "Checking object integrity" */
function joinedChecksum(parts: readonly PartRow[], { algorithm, type }: UploadDoc): StoredChecksum {
  const raw = parts.map((part) => ({ crc: Buffer.from(part.checksum, 'base64'), length: part.size }));
  if (type === 'FULL_OBJECT' && isLinear(algorithm)) {
    return { algorithm, type, value: Buffer.from(joinCrcs(algorithm, raw)).toString('base64') };
  }
  const hasher = ALGORITHMS[algorithm].create();
  for (const { crc } of raw) hasher.update(crc);
  return { algorithm, type, value: `${Buffer.from(hasher.digest()).toString('base64')}-${parts.length}` };
}

/**
 * aws: a checksum that does not say it is of the whole object is taken for a composite one, where both could be meant
 * — recorded AWS answers in localstack tests/aws/services/s3, test_multipart_parts_checksum_exceptions_full_object
 */
function checkChecksum(input: CompleteMultipartUploadRequest, checksum: StoredChecksum, chosen: boolean): void {
  const composite =
    chosen && input.ChecksumType === undefined && checksum.type === 'FULL_OBJECT' && checksum.algorithm !== 'CRC64NVME';
  for (const [algorithm, { member }] of Object.entries(ALGORITHMS)) {
    const given = input[member];
    if (given === undefined) continue;
    // aws: where no algorithm was chosen, another than S3's own is not looked at — recorded, test_complete_multipart_parts_checksum_default
    if (!chosen && algorithm !== checksum.algorithm) continue;
    const same =
      !composite && checksum.algorithm === algorithm && (checksum.value === given || checksum.value.startsWith(`${given}-`));
    if (!same) throw badChecksum(checksum.algorithm.toLowerCase());
  }
}

/** Where the object is, in the style of the request: its host may name the bucket. */
function locationOf(endpoint: string, bucket: string, key: string): string {
  const { host } = new URL(endpoint);
  const named = host.startsWith(`${bucket}.`) && /^(?:s3[.-].*|localhost(?::\d+)?)$/.test(host.slice(bucket.length + 1));
  return `${endpoint}/${named ? '' : `${bucket}/`}${encodeURIComponent(key)}`;
}

/** aws: of a customer's key nothing is said here — recorded AWS answer in localstack tests/aws/services/s3, test_multipart_upload_sse_c */
const completedMembers = (seal: Seal | undefined) => (seal?.kind === 'customer' ? {} : sealMembers(seal));
