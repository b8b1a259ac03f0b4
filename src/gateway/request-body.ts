import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { AwsError, type Clock, HeldBytes, type Lend, StreamedBytes } from '#core';
import { Filler } from './filler.ts';
import type { UnverifiedBytes } from './unverified-bytes.ts';

/** Ours: a client that sends more than this after its answer is cut off. */
const DISCARDED = 64 * 1024 * 1024;
/** Ours: below this length a body is read whole before anything is made of it; from it on, its memory is used again. */
const LONG_BYTES = 64 * 1024;
const NOTHING = new Uint8Array(0);

// aws: code — common errors of the Query API; the sentence is ours
export const tooLarge = (limit: number): AwsError =>
  new AwsError('RequestEntityTooLarge', `The request body is larger than ${limit} bytes`, { status: 413 });

// aws: code and sentence — common errors of the APIs
const noRoom = (): AwsError =>
  new AwsError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', { status: 503 });

/** aws: S3's sentence for a body that ends early — S3 API reference, Error responses */
const cutOff = (): AwsError =>
  new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

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

/** A body that comes over Node's streams. */
export class StreamedBody implements RequestBody {
  readonly #message: IncomingMessage | Http2ServerRequest;
  /** Bytes that should come, where that is known. */
  readonly #expected: number | undefined;
  #proceed: (() => void) | undefined;
  readonly #clock: Clock;
  readonly #unverified: UnverifiedBytes;
  #received = 0;
  #endedAt: number | undefined;
  #iterator: AsyncIterator<Uint8Array> | undefined;
  #filler: Filler | undefined;

  /** `proceed` tells a client that waits for it (`Expect: 100-continue`) to send the body; called when somebody wants it. */
  constructor(
    message: IncomingMessage | Http2ServerRequest,
    proceed: (() => void) | undefined,
    { clock, unverified }: { readonly clock: Clock; readonly unverified: UnverifiedBytes },
  ) {
    this.#message = message;
    this.#clock = clock;
    this.#unverified = unverified;
    this.#proceed = proceed;
    this.#expected = expectedOf(message);
  }

  get received(): number {
    return this.#received;
  }

  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  get isShort(): boolean {
    return this.#expected !== undefined && this.#expected < LONG_BYTES && this.#proceed === undefined;
  }

  collect(limit: number, lend: Lend): Uint8Array | Promise<Uint8Array> {
    const message = this.#message;
    if (this.#expected === 0) return NOTHING;
    if (this.#expected !== undefined && this.#expected > limit) return Promise.reject(tooLarge(limit));
    this.#goOn();
    return new Promise((resolve, reject) => {
      const pieces: Uint8Array[] = [];
      const expected = this.#expected ?? 0;
      // pieces of a long body are copied as they come: all of them, kept until the last one is here, are what V8 has to clear away
      const whole = expected >= LONG_BYTES ? lend(expected) : undefined;
      let over = false;
      let held = 0;
      const end = () => {
        over = true;
        this.#unverified.give(held);
      };
      const fail = (error: AwsError) => {
        if (over) return;
        end();
        message.off('data', take);
        message.resume();
        reject(error);
      };
      const take = (piece: Uint8Array) => {
        const at = this.#received;
        this.#received += piece.length;
        if (this.#received > limit) return fail(tooLarge(limit));
        if (!this.#unverified.take(piece.length)) return fail(noRoom());
        held += piece.length;
        if (whole) whole.set(piece, at);
        else pieces.push(piece);
      };
      message.on('data', take);
      message.on('end', () => {
        if (over) return;
        end();
        this.#endedAt = this.#clock.millis();
        resolve(whole ? whole.subarray(0, this.#received) : joined(pieces));
      });
      message.on('error', () => fail(cutOff()));
      message.on('close', () => over || fail(cutOff()));
    });
  }

  stream(): StreamedBytes {
    return new StreamedBytes(
      () => this.#pieces(),
      (into) => this.#fill(into),
    );
  }

  async #fill(into: Buffer): Promise<number> {
    this.#goOn();
    this.#filler ??= new Filler(this.#message, (bytes) => {
      this.#received += bytes;
    });
    const filled = await this.#filler.fill(into).catch(() => {
      throw cutOff();
    });
    if (filled < into.length) this.#ended();
    return filled;
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    this.#goOn();
    try {
      const bytes = this.#message.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Uint8Array>;
      this.#iterator = bytes;
      for await (const piece of bytes) {
        this.#received += piece.length;
        yield piece;
      }
    } catch {
      throw cutOff();
    }
    this.#ended();
  }

  #ended(): void {
    this.#endedAt ??= this.#clock.millis();
    if (this.#expected !== undefined && this.#received < this.#expected) throw cutOff();
  }

  discard(): void {
    const message = this.#message;
    if (this.#expected === 0 || message.readableEnded || message.destroyed) return;
    void this.#iterator?.return?.();
    this.#filler?.leave();
    let passed = 0;
    message.on('data', (piece: Uint8Array) => {
      passed += piece.length;
      if (passed > DISCARDED) message.destroy();
    });
    message.resume();
  }

  #goOn(): void {
    this.#proceed?.();
    this.#proceed = undefined;
  }
}

/** RFC 9112, 6.3: a request that says nothing of a body has none. HTTP/2 says it with its last frame. */
function expectedOf(message: IncomingMessage | Http2ServerRequest): number | undefined {
  const { headers } = message;
  const length = headers['content-length'];
  if (length !== undefined) return Number(length);
  return message.httpVersionMajor === 1 && headers['transfer-encoding'] === undefined ? 0 : undefined;
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array =>
  pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);

/** aws: S3's sentence for a document that is too long — S3 API reference, Error responses */
const documentTooLarge = (): AwsError => new AwsError('MaxMessageLengthExceeded', 'Your request was too big.');

/** A document that S3 is sent, whole; at once where it is held. */
export function collected(stream: AsyncIterable<Uint8Array>, limit: number): Uint8Array | Promise<Uint8Array> {
  return stream instanceof HeldBytes ? stream.whole() : allOf(stream, limit);
}

async function allOf(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > limit) throw documentTooLarge();
    pieces.push(piece);
  }
  return joined(pieces);
}
