import { createHash, hash as hashAtOnce } from 'node:crypto';
import type { ChecksumAlgorithm, ChecksumType } from '#api/s3';
import { crc32cHasher, crc32Hasher, crc64nvmeHasher, type Hasher } from './crc.ts';

type Digest = Pick<AlgorithmFacts, 'create' | 'of'>;

const hash = (name: string): Digest => ({
  create: () => {
    const state = createHash(name);
    return { update: (chunk) => void state.update(chunk), digest: () => state.digest() };
  },
  of: (bytes) => hashAtOnce(name, bytes, 'buffer'),
});

const crc = (create: () => Hasher): Digest => ({
  create,
  of: (bytes) => {
    const hasher = create();
    hasher.update(bytes);
    return hasher.digest();
  },
});

interface AlgorithmFacts {
  readonly create: () => Hasher;
  /** The digest of bytes that are all here. */
  readonly of: (bytes: Uint8Array) => Uint8Array;
  /** Length of the digest in bytes. */
  readonly bytes: number;
  /** The member of requests and answers that carries it. */
  readonly member: ChecksumMember;
  readonly header: string;
}

export type ChecksumMember = `Checksum${ComputedAlgorithm}`;
/** What the model has and Millrace does not compute. */
export const FOREIGN = ['XXHASH64', 'XXHASH3', 'XXHASH128'] as const satisfies readonly ChecksumAlgorithm[];
export type ForeignAlgorithm = (typeof FOREIGN)[number];
export type ComputedAlgorithm = Exclude<ChecksumAlgorithm, ForeignAlgorithm>;

const facts = (algorithm: ComputedAlgorithm, bytes: number, digest: Digest): AlgorithmFacts => ({
  ...digest,
  bytes,
  member: `Checksum${algorithm}`,
  header: `x-amz-checksum-${algorithm.toLowerCase()}`,
});

/** What Millrace computes itself. */
export const ALGORITHMS: Readonly<Record<ComputedAlgorithm, AlgorithmFacts>> = {
  CRC32: facts('CRC32', 4, crc(crc32Hasher)),
  CRC32C: facts('CRC32C', 4, crc(crc32cHasher)),
  CRC64NVME: facts('CRC64NVME', 8, crc(crc64nvmeHasher)),
  SHA1: facts('SHA1', 20, hash('sha1')),
  SHA256: facts('SHA256', 32, hash('sha256')),
  SHA512: facts('SHA512', 64, hash('sha512')),
  MD5: facts('MD5', 16, hash('md5')),
};

export const algorithmNames = Object.keys(ALGORITHMS) as readonly ComputedAlgorithm[];

export const isComputed = (name: string): name is ComputedAlgorithm => Object.hasOwn(ALGORITHMS, name);

/** A checksum as it is stored with an object; `value` is base64, with `-N` behind it where it is composed of N parts. */
export interface StoredChecksum {
  readonly algorithm: ComputedAlgorithm;
  readonly type: ChecksumType;
  readonly value: string;
}

/** The checksum as members of an answer. */
export function checksumMembers(
  checksum: StoredChecksum | undefined,
): Partial<Record<ChecksumMember, string>> & { ChecksumType?: ChecksumType } {
  if (!checksum) return {};
  return { [ALGORITHMS[checksum.algorithm].member]: checksum.value, ChecksumType: checksum.type };
}
