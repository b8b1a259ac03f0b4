import { createHash, createPublicKey, createSign, X509Certificate } from 'node:crypto';
import type { Seal } from '../ports.ts';

/** `20260102T0304` and, for digests, seconds. */
const stamp = (at: number, seconds: boolean): string =>
  `${new Date(at)
    .toISOString()
    .replace(/[-:]/g, '')
    .slice(0, seconds ? 15 : 13)}Z`;

const folder = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');

const below = (prefix: string | undefined, key: string): string => (prefix ? `${prefix}/${key}` : key);

export const isoSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** aws: the layout of keys — user guide, "CloudTrail log file examples", file name format */
export const logKey = (prefix: string | undefined, account: string, region: string, at: number, unique: string): string =>
  below(
    prefix,
    `AWSLogs/${account}/CloudTrail/${region}/${folder(at)}/${account}_CloudTrail_${region}_${stamp(at, false)}_${unique}.json.gz`,
  );

/** aws: the layout of digest keys — user guide, "CloudTrail digest file structure" */
export const digestKey = (
  prefix: string | undefined,
  account: string,
  region: string,
  trail: { readonly name: string; readonly home: string },
  at: number,
): string =>
  below(
    prefix,
    `AWSLogs/${account}/CloudTrail-Digest/${region}/${folder(at)}/${account}_CloudTrail-Digest_${region}_${trail.name}_${trail.home}_${stamp(at, true)}.json.gz`,
  );

/** A log file that was delivered, as a digest tells of it. */
export interface LogFile {
  readonly s3Bucket: string;
  readonly s3Object: string;
  readonly hashValue: string;
  readonly hashAlgorithm: 'SHA-256';
  readonly newestEventTime: string;
  readonly oldestEventTime: string;
}

/** The last digest of a chain. */
export interface ChainEnd {
  readonly bucket: string;
  readonly key: string;
  readonly hash: string;
  readonly signature: string;
  readonly endedAt: number;
}

/** aws: the members and their order — user guide, "CloudTrail digest file structure" */
export function digestOf(about: {
  readonly account: string;
  readonly bucket: string;
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly fingerprint: string;
  readonly files: readonly LogFile[];
  readonly previous: ChainEnd | undefined;
}): string {
  const { account, bucket, key, from, to, fingerprint, files, previous } = about;
  return JSON.stringify({
    awsAccountId: account,
    digestStartTime: isoSeconds(from),
    digestEndTime: isoSeconds(to),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime:
      files
        .map(({ newestEventTime }) => newestEventTime)
        .sort()
        .at(-1) ?? null,
    oldestEventTime: files.map(({ oldestEventTime }) => oldestEventTime).sort()[0] ?? null,
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files,
  });
}

/** aws: end time, path, hash and previous signature, in lines — user guide, "Custom implementations of CloudTrail log file integrity validation" */
export function signatureOf(seal: Seal, digest: string, end: number, path: string, previous: ChainEnd | undefined): string {
  const text = `${isoSeconds(end)}\n${path}\n${sha256(digest)}\n${previous?.signature ?? 'null'}`;
  return createSign('RSA-SHA256').update(text).sign(seal.keyPem, 'hex');
}

export interface PublicKey {
  /** DER in the form of PKCS #1. */
  readonly value: Uint8Array;
  readonly fingerprint: string;
  readonly from: Date;
  readonly to: Date;
}

/** Ours: the fingerprint is the MD5 of the key's DER; AWS does not say what of. */
export function publicKeyOf({ certPem }: Seal): PublicKey {
  const certificate = new X509Certificate(certPem);
  const value = createPublicKey(certPem).export({ format: 'der', type: 'pkcs1' });
  const fingerprint = createHash('md5').update(value).digest('hex');
  return { value, fingerprint, from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
}
