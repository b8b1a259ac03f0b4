import { Socket, type SocketConstructorOpts } from 'node:net';

/** As much of what lies under a socket as is used here. It is not documented; `direct` asks whether it is there. */
interface Handle {
  useUserBuffer(memory: Uint8Array): void;
}
type Underlaid = { _handle: Handle | null };

/** Who takes what comes over a socket. */
export interface Taker {
  /** Where the next bytes are wanted; undefined: it does not matter. */
  room(): Buffer | undefined;
  /** The bytes that have come. The memory they lie in is used again, unless it was asked for. */
  take(piece: Buffer): void;
}

/** One for all: what was read is taken before anything else is. */
const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A connection whose bytes are read to where they are wanted, by the `onread` of Node's sockets. As long as nobody takes them it is a stream like every other.
 * A socket of Node's own makes a piece of new memory for each 64 KiB, which V8 has to look after.
 */
export class DirectSocket extends Socket {
  readonly #underneath: Handle;
  #current: Buffer = SCRATCH;
  #taker: Taker | undefined;

  constructor(handle: Handle) {
    // asked for memory before it is there itself
    const made: { socket?: DirectSocket } = {};
    super({
      handle,
      allowHalfOpen: true,
      onread: {
        buffer: () => (made.socket ? made.socket.#room() : SCRATCH),
        callback: (bytes: number) => (made.socket as DirectSocket).#came(bytes),
      },
    } as SocketConstructorOpts);
    made.socket = this;
    this.#underneath = handle;
  }

  /** What comes is the taker's; with none it comes over the stream again. */
  takeBy(taker: Taker | undefined): void {
    this.#taker = taker;
  }

  /** Nothing is read any more to where there was room. */
  letGo(): void {
    if (this.#current === SCRATCH || this.destroyed) return;
    this.#current = SCRATCH;
    this.#underneath.useUserBuffer(SCRATCH);
  }

  #room(): Buffer {
    this.#current = this.#taker?.room() ?? SCRATCH;
    return this.#current;
  }

  #came(bytes: number): boolean {
    const piece = this.#current.subarray(0, bytes);
    if (!this.#taker) return this.push(Buffer.from(piece));
    this.#taker.take(piece);
    return true;
  }
}

/** The same connection, read directly where that can be. `accepted` was not read yet, and goes with it. */
export function direct(accepted: Socket): Socket {
  const underlaid = accepted as unknown as Underlaid;
  const handle = underlaid._handle;
  if (typeof handle?.useUserBuffer !== 'function') return accepted;
  underlaid._handle = null;
  const socket = new DirectSocket(handle);
  socket.once('close', () => accepted.destroy());
  accepted.once('close', () => socket.destroy());
  return socket;
}
