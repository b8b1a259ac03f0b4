import type { ChecksumAlgorithm } from '#api/s3';
import { announcedTrailersOf, trailersOf } from '#auth';
import { HeldBytes, PromisedBytes, StreamedBytes } from '#core';
import type { Client, StagedBlob } from '#storage';
import {
  ALGORITHMS,
  algorithmNames,
  type ChecksumMember,
  type ComputedAlgorithm,
  FOREIGN,
  type ForeignAlgorithm,
  isComputed,
} from './checksums/algorithms.ts';
import { digestsOf } from './checksums/digests.ts';
import { LongDigests } from './checksums/long-digests.ts';
import type { S3Deps } from './deps.ts';
import { NONCE, type SealedSlice, sealing } from './encryption/cipher.ts';
import type { OpenSeal } from './encryption/seal-row.ts';
import { badChecksum, badContentMd5, entityTooLarge, invalidContentMd5, invalidRequest, unsupportedChecksum } from './errors.ts';

/** What a body was, once all of it is here. */
export interface Received {
  readonly staged: StagedBlob;
  /** Of an encrypted one: goes with its slice. */
  readonly marks: Pick<SealedSlice, 'nonce' | 'tags' | 'run'> | undefined;
  /** Hexadecimal: the MD5, or digits that say nothing where the bytes are encrypted. */
  readonly etag: string;
  readonly checksum: { readonly algorithm: ComputedAlgorithm; readonly value: string };
  /** Whether the client sent that checksum; otherwise it is ours. */
  readonly given: boolean;
  /** The checksum in the algorithm that was asked for besides, base64. */
  readonly wanted: string;
}

type Declared = {
  readonly Body?: AsyncIterable<Uint8Array> | undefined;
  readonly ContentLength?: number | undefined;
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: ChecksumAlgorithm | undefined;
} & { readonly [K in ChecksumMember | `Checksum${ForeignAlgorithm}`]?: string | undefined };

/** aws: S3 computes this one where the client gives none — S3 User Guide, "Checking object integrity" */
export const DEFAULT_ALGORITHM: ComputedAlgorithm = 'CRC64NVME';

/**
 * Takes a body in, with its MD5, the checksum the client gives or else S3's own, and the wanted one, and refuses it where they are not what
 * the client said. What it leaves is to be kept or discarded.
 */
export async function receive(
  input: Declared,
  client: Client,
  deps: Pick<S3Deps, 'blobs' | 'limits' | 'ids'>,
  seal: OpenSeal | undefined,
  wanted?: ComputedAlgorithm,
): Promise<Received> {
  const body = input.Body ?? nothing();
  const given = givenChecksum(input, announcedTrailersOf(body));
  const expectedMd5 = contentMd5Of(input.ContentMD5);
  const limit = deps.limits.putBytes;
  const expectedBytes = input.ContentLength;
  if ((expectedBytes ?? 0) > limit) throw entityTooLarge(expectedBytes ?? 0, limit);
  const algorithm = given?.algorithm ?? wanted ?? DEFAULT_ALGORITHM;
  // a hash that was promised is computed with the others
  const promised = body instanceof PromisedBytes ? body : undefined;
  const source = promised?.unchecked ?? body;
  const algorithms = [algorithm, wanted ?? algorithm];
  if (!seal || expectedMd5) algorithms.push('MD5');
  if (promised) algorithms.push('SHA256');
  const digests = digestsOf(expectedBytes, algorithms, body instanceof HeldBytes);
  let size = 0;
  const count = (chunk: Uint8Array) => {
    size += chunk.length;
    if (size > limit) throw entityTooLarge(size, limit);
    return undefined;
  };
  const observe = (chunk: Uint8Array) => {
    count(chunk);
    return digests.update(chunk);
  };
  const sealed = seal && sealing(seal.key, deps.ids.bytes(NONCE));
  let staged: StagedBlob;
  try {
    if (sealed) staged = await deps.blobs.write(sealed.pass(source, observe), { client, expectedBytes });
    else if (digests instanceof LongDigests && source instanceof StreamedBytes) {
      const letGo = (piece: Uint8Array) => digests.letGo(piece);
      staged = await deps.blobs.write(digests.pass(source), { observe: count, written: letGo, client, expectedBytes });
    } else staged = await deps.blobs.write(source, { observe, client, expectedBytes });
  } catch (failure) {
    digests.abandon();
    throw failure;
  }
  try {
    const digesting = digests.digest();
    const computed = digesting instanceof Promise ? await digesting : digesting;
    const of = (name: ComputedAlgorithm) => computed.get(name) as Buffer;
    promised?.check(of('SHA256'));
    if (expectedMd5 && !of('MD5').equals(expectedMd5)) {
      throw badContentMd5(expectedMd5, of('MD5'), wanted === undefined ? 'hex' : 'base64');
    }
    const value = of(algorithm).toString('base64');
    const expected = given?.value ?? (given && checkedValue(given.algorithm, trailersOf(body)[ALGORITHMS[algorithm].header]));
    if (expected !== undefined && expected !== value) throw badChecksum(algorithm);
    return {
      staged,
      marks: sealed?.marks(),
      // aws: "the ETag is not an MD5 digest" of what is encrypted with KMS or a customer's key — S3 API reference, Object
      etag: (seal ? Buffer.from(deps.ids.bytes(16)) : of('MD5')).toString('hex'),
      checksum: { algorithm, value },
      given: given !== undefined,
      wanted: of(wanted ?? algorithm).toString('base64'),
    };
  } catch (failure) {
    await deps.blobs.discard(staged);
    throw failure;
  }
}

/** Whether the client says what its body must be. */
export const isChecked = (input: Declared): boolean =>
  input.ContentMD5 !== undefined || givenChecksum(input, announcedTrailersOf(input.Body ?? nothing())) !== undefined;

/** Which checksum the client sends, and its value where it is a header; a trailer's is known at the end. */
function givenChecksum(
  input: Declared,
  announced: readonly string[],
): { algorithm: ComputedAlgorithm; value: string | undefined } | undefined {
  const foreign = FOREIGN.some(
    (name) => input[`Checksum${name}`] !== undefined || announced.includes(`x-amz-checksum-${name.toLowerCase()}`),
  );
  if (foreign) throw unsupportedChecksum();
  const inHeaders = algorithmNames.filter((name) => input[ALGORITHMS[name].member] !== undefined);
  const inTrailers = algorithmNames.filter((name) => announced.includes(ALGORITHMS[name].header));
  if (inHeaders.length + inTrailers.length > 1) {
    // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (checksums)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const [algorithm] = [...inHeaders, ...inTrailers];
  if (input.ChecksumAlgorithm !== undefined && !isComputed(input.ChecksumAlgorithm)) throw unsupportedChecksum();
  if (algorithm === undefined) return undefined; // an algorithm that is only named counts for nothing
  if (input.ChecksumAlgorithm !== undefined && input.ChecksumAlgorithm !== algorithm) {
    // aws: sentence — AWS answers in versity/versitygw issues 1598 (headers) and 1659 (trailers)
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  const value = input[ALGORITHMS[algorithm].member];
  return { algorithm, value: value === undefined ? undefined : checkedValue(algorithm, value) };
}

export function checkedValue(algorithm: ComputedAlgorithm, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const { bytes, header } = ALGORITHMS[algorithm];
  const decoded = Buffer.from(value, 'base64');
  // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (checksums)
  if (decoded.length !== bytes || decoded.toString('base64') !== value) {
    throw invalidRequest(`Value for ${header} header is invalid.`);
  }
  return value;
}

export function contentMd5Of(value: string | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  const decoded = Buffer.from(value, 'base64');
  if (decoded.length !== 16 || decoded.toString('base64') !== value) throw invalidContentMd5(value);
  return decoded;
}

/** Gives what was received to its owner, in place of what he had. Within a transaction. */
export const kept = (
  { staged, marks }: Received,
  { blobs }: Pick<S3Deps, 'blobs'>,
  replaced: readonly SealedSlice[] = [],
): SealedSlice => {
  const slice = blobs.replace(staged, replaced);
  return marks ? { ...slice, ...marks } : slice;
};

async function* nothing(): AsyncGenerator<Uint8Array> {}
