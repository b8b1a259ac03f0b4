import { createHash } from 'node:crypto';
import { HeldBytes, PromisedBytes } from '#core';
import { ByteReader } from './byte-reader.ts';
import { EMPTY_SHA256, hmac, scopeText, sha256 } from './canonical.ts';
import { bodyHashMismatch, chunkMismatch, incompleteBody, malformedChunk, malformedTrailer } from './errors.ts';
import { isSha256, sameText, type VerifiedSignature } from './verify.ts';

type Trailers = Record<string, string>;

const trailersOfStream = new WeakMap<object, Trailers>();

/** The trailing headers of an aws-chunked body, such as `x-amz-checksum-crc32`: complete when the stream has ended, empty for other bodies. */
export const trailersOf = (body: AsyncIterable<Uint8Array>): Readonly<Trailers> => trailersOfStream.get(body) ?? {};

const announcedOfStream = new WeakMap<object, readonly string[]>();

/** The names of `x-amz-trailer`, lower case: known before the stream is read, so that what they carry can be computed while it is. */
export const announcedTrailersOf = (body: AsyncIterable<Uint8Array>): readonly string[] => announcedOfStream.get(body) ?? [];

const promisedIn = (headers: Readonly<Record<string, string>>): string[] =>
  (headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');

/** The body of a verified request as the client meant it: unwrapped from its chunks and checked while it is read, never buffered. */
export function verifiedBody(
  source: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  signature: VerifiedSignature | undefined,
): AsyncIterable<Uint8Array> {
  const payloadHash = signature?.payloadHash ?? headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  if (payloadHash.startsWith('STREAMING-')) {
    const trailers: Trailers = {};
    const body = withoutChunks(source, headers, payloadHash, signature, trailers);
    trailersOfStream.set(body, trailers);
    announcedOfStream.set(body, promisedIn(headers));
    return body;
  }
  if (!isSha256(payloadHash)) return source;
  if (source instanceof HeldBytes) return new HeldBytes(() => hashed(source.whole(), payloadHash));
  return new PromisedBytes(source, (digest) => checkHash(payloadHash, Buffer.from(digest).toString('hex')));
}

function checkHash(declared: string, computed: string): void {
  if (computed !== declared) throw bodyHashMismatch(declared, computed);
}

function hashed(bytes: Uint8Array, declared: string): Uint8Array {
  checkHash(declared, bytes.length === 0 ? EMPTY_SHA256 : sha256(bytes));
  return bytes;
}

// A chunk's own line is its size, and a signature of 64 digits; trailers are a few checksums.
const CHUNK_LINE = 512;
const TRAILERS = 16_384;

/** aws: `size;chunk-signature=…\r\n data \r\n … 0 … trailers` — S3 API reference, Signature calculations: multiple chunks */
async function* withoutChunks(
  source: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  payloadHash: string,
  signature: VerifiedSignature | undefined,
  trailers: Trailers,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  try {
    yield* unwrapped(reader, headers, payloadHash, signature, trailers);
  } finally {
    await reader.close();
  }
}

async function* unwrapped(
  reader: ByteReader,
  headers: Readonly<Record<string, string>>,
  payloadHash: string,
  signature: VerifiedSignature | undefined,
  trailers: Trailers,
): AsyncGenerator<Uint8Array> {
  const chain = signature && payloadHash.startsWith('STREAMING-AWS4-') ? new SignatureChain(signature) : undefined;
  const declared = headers['x-amz-decoded-content-length'];
  let total = 0;
  for (;;) {
    const line = await reader.line(CHUNK_LINE);
    if (line === undefined) throw incompleteBody();
    const [sizeText = '', ...extensions] = line.split(';');
    if (!/^[0-9a-fA-F]{1,12}$/.test(sizeText.trim())) throw malformedChunk();
    const size = Number.parseInt(sizeText, 16);
    const hash = chain && size > 0 ? createHash('sha256') : undefined;
    let rest = size;
    while (rest > 0) {
      const piece = await reader.upTo(rest);
      if (piece === undefined) throw incompleteBody();
      hash?.update(piece);
      rest -= piece.length;
      yield piece;
    }
    const signed = extensions.find((extension) => extension.trim().startsWith('chunk-signature='));
    chain?.chunk(hash ? hash.digest('hex') : EMPTY_SHA256, signed?.trim().slice(16));
    total += size;
    if (size === 0) break;
    const end = await reader.line(2);
    if (end === undefined) throw incompleteBody();
    if (end !== '') throw malformedChunk();
  }
  if (declared !== undefined && Number(declared) !== total) throw incompleteBody();
  if (payloadHash.endsWith('-TRAILER')) await readTrailers(reader, headers, chain, trailers);
}

async function readTrailers(
  reader: ByteReader,
  headers: Readonly<Record<string, string>>,
  chain: SignatureChain | undefined,
  trailers: Trailers,
): Promise<void> {
  let canonical = '';
  let signature: string | undefined;
  let length = 0;
  for (;;) {
    const line = await reader.line(TRAILERS, true);
    if (line === undefined) break;
    if (line === '') continue; // before, between or after: the end of the body is what ends the trailers
    length += line.length;
    const colon = line.indexOf(':');
    if (colon < 1 || length > TRAILERS) throw malformedTrailer();
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') {
      signature = value;
      continue;
    }
    trailers[name] = value;
    canonical += `${name}:${value}\n`;
  }
  chain?.trailer(sha256(canonical), signature);
  if (promisedIn(headers).some((name) => !(name in trailers))) throw malformedTrailer();
}

/** Every chunk's signature covers the one before it; the first covers the request's. */
class SignatureChain {
  readonly #key: Uint8Array;
  readonly #head: string;
  #previous: string;

  constructor({ key, claim }: VerifiedSignature) {
    this.#key = key;
    this.#head = `${claim.timestamp}\n${scopeText(claim)}`;
    this.#previous = claim.signature;
  }

  chunk(hash: string, given: string | undefined): void {
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY_SHA256}\n${hash}`, given);
  }

  trailer(hash: string, given: string | undefined): void {
    this.#check('AWS4-HMAC-SHA256-TRAILER', hash, given);
  }

  #check(algorithm: string, tail: string, given: string | undefined): void {
    const wanted = hmac(this.#key, `${algorithm}\n${this.#head}\n${this.#previous}\n${tail}`).toString('hex');
    if (given === undefined || !sameText(wanted, given)) throw chunkMismatch();
    this.#previous = wanted;
  }
}
