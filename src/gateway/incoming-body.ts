import { AwsError, type Clock, type Lend, StreamedBytes } from '#core';
import { allOf, LONG_BYTES, NOTHING, type RequestBody, tooLarge } from './request-body.ts';
import type { UnverifiedBytes } from './unverified-bytes.ts';

/** Ours: a client that sends more than this after its answer is cut off. */
const DISCARDED = 64 * 1024 * 1024;
/** What who reads piece by piece is given at most; less where not so much is left of its memory. */
const PIECE_BYTES = 64 * 1024;
const LEAST_BYTES = 16 * 1024;

// aws: code and sentence — common errors of the APIs
const noRoom = (): AwsError =>
  new AwsError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', { status: 503 });

/** aws: S3's sentence for a body that ends early — S3 API reference, Error responses */
const cutOff = (): AwsError =>
  new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

/** Who brings a body. He tells it of what comes by `take`, `end` and `breakOff`. */
export interface BodySource {
  /** Somebody waits for bytes of `body`. */
  open(body: IncomingBody): void;
  /** Nobody does. What comes all the same is kept. */
  close(): void;
  /** Nothing is to be put any more where there was `room`. */
  letGo(): void;
  /** The client sends more than anybody will listen to. */
  destroy(): void;
}

/** What all bodies share. */
export interface BodyParts {
  readonly clock: Clock;
  readonly unverified: UnverifiedBytes;
}

/** Somebody who waits until his memory is full, or until the first bytes lie in it. */
interface Reader {
  readonly into: Buffer;
  at: number;
  readonly anything: boolean;
  resolve(bytes: number): void;
  reject(reason: AwsError): void;
}

/** A body that is not here yet. What comes goes to the memory of who waits for it. */
export class IncomingBody implements RequestBody {
  readonly #source: BodySource;
  /** Bytes that should come, where that is known. */
  readonly #expected: number | undefined;
  readonly #parts: BodyParts;
  #proceed: (() => void) | undefined;
  #reader: Reader | undefined;
  /** What came when nobody waited. */
  #early: Uint8Array[] = [];
  #over: 'ended' | 'broken' | undefined;
  /** Bytes of a body that is collected, of which nobody knows yet who sends them. */
  #held: number | undefined;
  /** Bytes that passed by since nobody wants them. */
  #passed: number | undefined;
  received = 0;
  endedAt: number | undefined;

  /** `proceed` tells a client that waits for it (`Expect: 100-continue`) to send the body; called when somebody wants it. */
  constructor(source: BodySource, expected: number | undefined, proceed: (() => void) | undefined, parts: BodyParts) {
    this.#source = source;
    this.#expected = expected;
    this.#proceed = proceed;
    this.#parts = parts;
  }

  get isShort(): boolean {
    return this.#expected !== undefined && this.#expected < LONG_BYTES && this.#proceed === undefined;
  }

  /** Bytes that are still to come, where that is known. */
  get left(): number {
    return (this.#expected ?? Number.POSITIVE_INFINITY) - this.received;
  }

  /** Whether somebody waits for it. */
  get isWanted(): boolean {
    return this.#reader !== undefined || this.#passed !== undefined;
  }

  collect(limit: number, lend: Lend): Uint8Array | Promise<Uint8Array> {
    const expected = this.#expected;
    if (expected === 0) return NOTHING;
    if (expected !== undefined && expected > limit) return Promise.reject(tooLarge(limit));
    this.#goOn();
    this.#held = 0;
    const collected = expected === undefined ? allOf(this.#pieces(), limit, tooLarge) : this.#whole(expected, lend);
    return collected.finally(() => {
      this.#parts.unverified.give(this.#held ?? 0);
      this.#held = undefined;
    });
  }

  stream(): StreamedBytes {
    return new StreamedBytes(
      () => this.#pieces(),
      (into) => {
        this.#goOn();
        return this.#read(into, false);
      },
    );
  }

  discard(): void {
    if (this.#expected === 0 || this.#over) return;
    this.#passed = 0;
    if (this.#reader) this.#source.letGo();
    this.#reader = undefined;
    this.#early = [];
    this.#source.open(this);
  }

  /** Where what comes next is wanted: who brings it may put it there himself. */
  room(): Buffer | undefined {
    const reader = this.#reader;
    if (!reader) return undefined;
    return reader.into.subarray(reader.at, Math.min(reader.into.length, reader.at + this.left));
  }

  /** What has come. The memory it lies in is not looked at afterwards. */
  take(piece: Uint8Array): void {
    this.received += piece.length;
    if (this.left === 0) this.endedAt = this.#parts.clock.millis();
    if (this.#passed !== undefined) {
      this.#passed += piece.length;
      if (this.#passed > DISCARDED) this.#source.destroy();
      return;
    }
    if (this.#held !== undefined) {
      if (!this.#parts.unverified.take(piece.length)) return void this.#settle(noRoom());
      this.#held += piece.length;
    }
    const placed = this.#place(piece);
    if (placed < piece.length) this.#early.push(Buffer.from(piece.subarray(placed)));
    if (!this.#reader) this.#source.close();
  }

  /** No more comes. */
  end(): void {
    if (this.#over) return;
    if (this.#expected !== undefined && this.left > 0) return void this.breakOff();
    this.#over = 'ended';
    this.endedAt ??= this.#parts.clock.millis();
    this.#settle();
  }

  /** No more comes, and it was not all. */
  breakOff(): void {
    if (this.#over) return;
    this.#over = 'broken';
    this.#settle(cutOff());
  }

  async #whole(expected: number, lend: Lend): Promise<Uint8Array> {
    const memory = expected >= LONG_BYTES ? lend(expected) : Buffer.allocUnsafe(expected);
    return memory.subarray(0, await this.#read(memory.subarray(0, expected), false));
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    this.#goOn();
    const size = Math.min(this.#expected ?? PIECE_BYTES, PIECE_BYTES);
    let memory = Buffer.alloc(0);
    for (;;) {
      if (memory.length < Math.min(size, LEAST_BYTES)) memory = Buffer.allocUnsafeSlow(size);
      const length = await this.#read(memory, true);
      if (length === 0) return;
      yield memory.subarray(0, length);
      memory = memory.subarray(length);
    }
  }

  /** Resolves with the number of bytes when `into` is full, or anything is in it, or the body has ended; rejects where it has broken off. */
  #read(into: Buffer, anything: boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#reader = { into, at: 0, anything, resolve, reject };
      const early = this.#early;
      this.#early = [];
      for (const piece of early) {
        const placed = this.#place(piece);
        if (placed < piece.length) this.#early.push(piece.subarray(placed));
      }
      if (!this.#reader) return;
      if (this.#over) this.#settle(this.#over === 'broken' ? cutOff() : undefined);
      else this.#source.open(this);
    });
  }

  /** Copies what the reader has room for, unless it lies there already. */
  #place(piece: Uint8Array): number {
    const reader = this.#reader;
    if (!reader) return 0;
    const { into, at } = reader;
    const length = Math.min(piece.length, into.length - at);
    const isThere = piece.buffer === into.buffer && piece.byteOffset === into.byteOffset + at;
    // as `set` does, which is several times as slow where memory is shared
    if (!isThere && length > 0) into.fill(piece.subarray(0, length), at, at + length);
    reader.at += length;
    if (reader.at === into.length || (reader.anything && reader.at > 0)) this.#settle();
    return length;
  }

  #settle(failure?: AwsError): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (failure) reader?.reject(failure);
    else reader?.resolve(reader.at);
  }

  #goOn(): void {
    this.#proceed?.();
    this.#proceed = undefined;
  }
}
