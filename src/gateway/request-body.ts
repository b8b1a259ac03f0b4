import { AwsError, HeldBytes, type Lend } from '#core';

/** Ours: below this length a body is read whole before anything is made of it; from it on, its memory is used again. */
export const LONG_BYTES = 64 * 1024;
export const NOTHING = new Uint8Array(0);

// aws: code — common errors of the Query API; the sentence is ours
export const tooLarge = (limit: number): AwsError =>
  new AwsError('RequestEntityTooLarge', `The request body is larger than ${limit} bytes`, { status: 413 });

/** A request's body, read at most once: whole, or piece by piece. */
export interface RequestBody {
  /** Bytes that came so far. */
  readonly received: number;
  /** When its last byte was read, in milliseconds since the epoch; undefined: there was none, it came with the head, or it has not been read to its end. */
  readonly endedAt: number | undefined;
  /** Whether it is so short that it may be taken whole by whoever would rather have a stream. A client that waits wants to be told before it sends. */
  readonly isShort: boolean;
  /** The whole body; at once where it is here, or there is none. `lend`: memory for a long one. */
  collect(limit: number, lend: Lend): Uint8Array | Promise<Uint8Array>;
  /** Piece by piece. */
  stream(): AsyncIterable<Uint8Array>;
  /** Lets what nobody will read pass by: a client that is still sending would else never read its answer. */
  discard(): void;
}

/** A body that was here with its head. */
export class HeldBody implements RequestBody {
  readonly #bytes: Uint8Array;
  readonly endedAt = undefined;
  readonly isShort = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get received(): number {
    return this.#bytes.length;
  }

  collect(limit: number): Uint8Array | Promise<Uint8Array> {
    return this.#bytes.length > limit ? Promise.reject(tooLarge(limit)) : this.#bytes;
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    if (this.#bytes.length > 0) yield this.#bytes;
  }

  discard(): void {}
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array =>
  pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);

/** aws: S3's sentence for a document that is too long — S3 API reference, Error responses */
const documentTooLarge = (): AwsError => new AwsError('MaxMessageLengthExceeded', 'Your request was too big.');

/** A document that S3 is sent, whole; at once where it is held. */
export function collected(stream: AsyncIterable<Uint8Array>, limit: number): Uint8Array | Promise<Uint8Array> {
  return stream instanceof HeldBytes ? stream.whole() : allOf(stream, limit, documentTooLarge);
}

/** The pieces in one; refuses what is longer than `limit` bytes. */
export async function allOf(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
  refusal: (limit: number) => AwsError,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > limit) throw refusal(limit);
    pieces.push(piece);
  }
  return joined(pieces);
}
