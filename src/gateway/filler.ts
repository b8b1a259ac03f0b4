import type { Readable } from 'node:stream';

/** Copies what comes over a stream to where it is wanted, as it comes: an iterator's pieces cost several times as much as their copying. */
export class Filler {
  readonly #source: Readable;
  readonly #onBytes: (bytes: number) => void;
  /** What came when no memory was there for it. */
  #early: Uint8Array[] = [];
  #into: Buffer | undefined;
  #at = 0;
  #over: 'ended' | 'broken' | undefined;
  #resolve: ((bytes: number) => void) | undefined;
  #reject: ((reason: Error) => void) | undefined;

  constructor(source: Readable, onBytes: (bytes: number) => void) {
    this.#source = source;
    this.#onBytes = onBytes;
    if (source.destroyed) this.#over = source.readableEnded ? 'ended' : 'broken';
    source.on('data', this.#take);
    source.on('end', () => this.#end('ended'));
    source.on('error', () => this.#end('broken'));
    source.on('close', () => this.#end('broken'));
  }

  /** Resolves when `into` is full or the stream has ended, with the number of bytes; rejects where the stream breaks off. */
  fill(into: Buffer): Promise<number> {
    this.#into = into;
    this.#at = 0;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      const early = this.#early;
      this.#early = [];
      for (const piece of early) this.#put(piece);
      if (this.#into && this.#over) this.#settle();
      else if (this.#into && this.#source.isPaused()) this.#source.resume();
    });
  }

  /** Lets the rest of the stream to others. */
  leave(): void {
    this.#source.off('data', this.#take);
  }

  readonly #take = (piece: Uint8Array): void => {
    this.#onBytes(piece.length);
    this.#put(piece);
    if (!this.#into) this.#source.pause();
  };

  #put(piece: Uint8Array): void {
    const into = this.#into;
    const room = into ? into.length - this.#at : 0;
    const part = piece.length > room ? piece.subarray(0, room) : piece;
    // as `set` does, which is several times as slow where memory is shared
    if (part.length > 0) into?.fill(part, this.#at, this.#at + part.length);
    this.#at += part.length;
    if (part.length < piece.length) this.#early.push(piece.subarray(part.length));
    if (into && this.#at === into.length) this.#settle();
  }

  #end(how: 'ended' | 'broken'): void {
    this.#over ??= how;
    if (this.#into) this.#settle();
  }

  #settle(): void {
    this.#into = undefined;
    if (this.#over === 'broken') this.#reject?.(new Error('the stream broke off'));
    else this.#resolve?.(this.#at);
  }
}
