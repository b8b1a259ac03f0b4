import type { GetObjectOutput, GetObjectRequest, HeadObjectOutput, HeadObjectRequest } from '#api/s3';
import type { Call } from '#core';
import type { BucketRow } from './bucket-store.ts';
import { checksumMembers, type StoredChecksum } from './checksums/algorithms.ts';
import { checkRead } from './conditions.ts';
import type { S3Deps } from './deps.ts';
import { checkKeyIsThere } from './encryption/seal.ts';
import { invalidPartNumber, invalidRequest } from './errors.ts';
import { bucketOf, readable } from './find.ts';
import { checkPartNumber } from './find-upload.ts';
import { expirationOf } from './lifecycle.ts';
import { asksChecksum, checkOverrides, lockMembers, objectMembers, validators } from './object-output.ts';
import type { ObjectRow } from './object-row.ts';
import { type ByteRange, contentRange, rangeOf } from './ranges.ts';

type ReadInput = GetObjectRequest & HeadObjectRequest;

export interface ReadWindow {
  readonly bucket: BucketRow;
  readonly row: ObjectRow;
  /** The bytes asked for; undefined for all of them. */
  readonly window: ByteRange | undefined;
  readonly members: Omit<GetObjectOutput & HeadObjectOutput, 'Body'>;
}

/** What a GetObject or HeadObject is about: which version, under which conditions, which bytes, and what is said of them. */
export function readWindow(input: ReadInput, call: Call, deps: S3Deps, method: 'GET' | 'HEAD'): ReadWindow {
  const bucket = bucketOf(input, call, deps);
  const row = readable(input, bucket, call, deps, method);
  checkKeyIsThere(row.doc.seal, input);
  checkRead(input, row, deps.clock.now(), () => validators(row, bucket));
  if (input.Range !== undefined && input.PartNumber !== undefined) {
    // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (get object with part number)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  // aws: recorded, radkawar/stackd s3/multipart_read_bounds_replay.json
  if (input.PartNumber !== undefined) checkPartNumber(input.PartNumber, deps.limits.parts);
  checkOverrides(input, call);
  const part = input.PartNumber === undefined ? undefined : partWindow(row, input.PartNumber);
  const window = part ?? rangeOf(input.Range, row.size);
  const number = input.PartNumber ?? partAt(row, window);
  const members = {
    ...objectMembers(row, bucket, input, window === undefined || (window.length === row.size && !row.doc.parts)),
    ...lockMembers(row, bucket, call),
    ...(input.VersionId === undefined && bucket.settings.lifecycle && { Expiration: expirationOf(row, row.doc, bucket) }),
    ContentLength: window ? window.length : row.size,
    ...(number !== undefined && asksChecksum(input) && checksumMembers(partChecksum(row, number))),
    ...(window && window.length > 0 && { ContentRange: contentRange(window, row.size) }),
    ...(input.PartNumber !== undefined && row.doc.parts && { PartsCount: row.doc.parts.length }),
  };
  return { bucket, row, window, members };
}

/** Where the parts of an object lie; one that was not uploaded in parts is one. */
function windowsOf({ doc, size }: ObjectRow): ByteRange[] {
  let offset = 0;
  return (doc.parts ?? [{ size }]).map(({ size: length }) => {
    const window = { offset, length };
    offset += length;
    return window;
  });
}

/** aws: readers count the parts from 1, whatever numbers they were uploaded as — recorded, radkawar/stackd s3/multipart_readers_replay.json */
function partWindow(row: ObjectRow, number: number): ByteRange {
  const windows = windowsOf(row);
  const window = windows[number - 1];
  if (!window) throw invalidPartNumber(number, windows.length);
  return window;
}

/** aws: a range that is exactly a part has the part's checksum, where parts have some — recorded, radkawar/stackd s3/multipart_readers_replay.json */
function partAt(row: ObjectRow, window: ByteRange | undefined): number | undefined {
  if (!window || row.doc.checksum?.type !== 'COMPOSITE') return undefined;
  const at = windowsOf(row).findIndex(({ offset, length }) => offset === window.offset && length === window.length);
  return at < 0 ? undefined : at + 1;
}

/**
 * aws: a part of a composite checksum has its own, one of the whole object's is told where the part is the whole object — recorded AWS answers in
 * localstack tests/aws/services/s3, test_complete_multipart_parts_checksum_composite and …_full_object, test_get_object_part_checksum
 */
function partChecksum({ doc }: ObjectRow, number: number): StoredChecksum | undefined {
  if (doc.checksum?.type === 'FULL_OBJECT') return doc.parts?.length === 1 ? doc.checksum : undefined;
  const value = doc.parts?.[number - 1]?.checksum;
  return value !== undefined && doc.checksum ? { ...doc.checksum, value } : undefined;
}
