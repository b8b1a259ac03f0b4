import type { StreamedBytes } from '#core';
import type { ComputedAlgorithm } from './algorithms.ts';
import { DigestThread, type Order, type Outcome } from './digest-thread.ts';

export type Computed = ReadonlyMap<ComputedAlgorithm, Buffer>;

/** Memory that is filled here and looked at by threads. */
interface Slab {
  readonly memory: SharedArrayBuffer;
  readonly bytes: Buffer;
  /** How many threads are not done with it. */
  hashing: number;
  /** Whether somebody here looks at it, too. */
  lent: boolean;
}

/** Whole blocks of every digest. */
const SLAB_BYTES = 512 * 1024;
/** So many slabs may be under way: what there is to do for the threads while clients prepare what they send next. */
const MOST = 64;
/** And so many more of the body that has the least to come, so that it need not wait for the others. */
const MORE = 16;
/** A body that waits for its turn may have two slabs under way all the same, and is looked at again after so many milliseconds. */
const OWN = 2;
const LONGEST_WAIT = 100;
/** Threads and memory are kept for the next body so many milliseconds. */
const KEPT_FOR = 10_000;
/** All there are that nobody uses: what a thread has seen is not free before the thread collects its garbage, for which it has no reason. */
const kept: Slab[] = [];
let underway = 0;
let resting: NodeJS.Timeout | undefined;

function takeSlab(): Slab {
  const slab = kept.pop();
  if (slab) return slab;
  const memory = new SharedArrayBuffer(SLAB_BYTES);
  return { memory, bytes: Buffer.from(memory), hashing: 0, lent: false };
}

function keepSlab(slab: Slab): void {
  if (slab.hashing === 0 && !slab.lent) kept.push(slab);
}

function rest(): void {
  if (bodies.size > 0) return void resting?.refresh();
  resting = undefined;
  kept.length = 0;
  for (const thread of threads) thread.stop();
}

/** Computed in WebAssembly; the others are Node's, and as much work: each has a thread. */
const OURS: ReadonlySet<ComputedAlgorithm> = new Set(['MD5', 'CRC32', 'CRC32C', 'CRC64NVME']);
const threads = [threadFor('sums'), threadFor('hashes')] as const;
const bodies = new Map<number, LongDigests>();
/** Those that wait for their turn. */
const waiting = new Set<LongDigests>();
let nextId = 0;

function goOn(): void {
  for (const body of waiting) if (body.mayGoOn()) body.goOn();
}

function threadFor(name: string): DigestThread {
  const thread: DigestThread = new DigestThread(
    name,
    (outcome) => bodies.get(outcome.id)?.take(thread, outcome),
    (reason) => {
      for (const body of bodies.values()) body.fail(reason);
    },
  );
  return thread;
}

/** The digests of a long body, computed beside the event loop. */
export class LongDigests {
  readonly #id = nextId++;
  /** The threads that have a part in it, and the slabs they are to look at. */
  readonly #parts = new Map<DigestThread, Slab[]>();
  readonly #computed = new Map<ComputedAlgorithm, Buffer>();
  readonly #whole: Promise<Computed>;
  readonly #lent = new Map<ArrayBufferLike, Slab>();
  #resolve!: (computed: Computed) => void;
  #reject!: (reason: unknown) => void;
  #ended = false;
  /** Threads that have not said that they are done. */
  #left: number;
  #underway = 0;
  /** Bytes that are expected and not under way. */
  toCome: number;
  #goOn: (() => void) | undefined;
  #slab: Slab | undefined;
  #filled = 0;

  constructor(names: readonly ComputedAlgorithm[], expectedBytes: number) {
    this.toCome = expectedBytes;
    this.#whole = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#whole.catch(() => {}); // heard by whoever asks for it
    bodies.set(this.#id, this);
    resting ??= setTimeout(rest, KEPT_FOR).unref();
    resting.refresh();
    for (const [i, thread] of threads.entries()) {
      const own = names.filter((name) => OURS.has(name) === (i === 0));
      if (own.length === 0) continue;
      this.#parts.set(thread, []);
      thread.post({ id: this.#id, names: own, size: expectedBytes });
    }
    this.#left = this.#parts.size;
  }

  update(chunk: Uint8Array): Promise<void> | undefined {
    for (let from = 0; from < chunk.length; ) {
      this.#slab ??= takeSlab();
      const part = chunk.subarray(from, from + SLAB_BYTES - this.#filled);
      this.#slab.bytes.fill(part, this.#filled, this.#filled + part.length);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === SLAB_BYTES) this.#send();
    }
    return this.#room();
  }

  /** Reads a body into the memory that the threads look at. Its pieces stay as they are until `letGo` is told of them. */
  async *pass(body: StreamedBytes): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const slab = takeSlab();
      slab.lent = true;
      this.#lent.set(slab.memory, slab);
      const length = await body.fill(slab.bytes);
      if (length === 0) return;
      this.#slab = slab;
      this.#filled = length;
      this.#send();
      yield slab.bytes.subarray(0, length);
      if (length < SLAB_BYTES) return;
      const wait = this.#room();
      if (wait) await wait;
    }
  }

  letGo({ buffer }: Uint8Array): void {
    const slab = this.#lent.get(buffer);
    if (!slab) return;
    this.#lent.delete(buffer);
    slab.lent = false;
    keepSlab(slab);
  }

  /** Nobody looks at pieces any more. */
  digest(): Promise<Computed> {
    this.#end('digest');
    return this.#whole;
  }

  abandon(): void {
    this.#end('abandon');
  }

  #end(end: Order['end']): void {
    for (const { bytes } of this.#lent.values()) this.letGo(bytes);
    if (!this.#ended) this.#send(end);
  }

  /** What a thread has done of it. */
  take(thread: DigestThread, { slab, end, digests = [] }: Outcome): void {
    const done = slab ? this.#parts.get(thread)?.shift() : undefined;
    if (done && --done.hashing === 0) {
      underway--;
      this.#underway--;
      keepSlab(done);
      goOn();
    }
    for (const [name, digest] of digests) this.#computed.set(name, Buffer.from(digest));
    if (!end || --this.#left > 0) return;
    bodies.delete(this.#id);
    this.#resolve(this.#computed);
  }

  fail(reason: unknown): void {
    bodies.delete(this.#id);
    underway -= this.#underway;
    this.#underway = 0;
    this.#ended = true;
    this.#reject(reason);
    this.goOn();
  }

  /** Whether there is room for another slab of it. */
  mayGoOn(): boolean {
    if (underway < MOST || this.#ended) return true;
    if (underway >= MOST + MORE) return false;
    for (const { toCome } of bodies.values()) if (toCome > 0 && toCome < this.toCome) return false;
    return true;
  }

  goOn(): void {
    waiting.delete(this);
    this.#goOn?.();
  }

  #room(): Promise<void> | undefined {
    if (this.mayGoOn()) return undefined;
    waiting.add(this);
    return new Promise((resolve) => {
      const timer = setInterval(() => this.#underway < OWN && this.goOn(), LONGEST_WAIT);
      this.#goOn = () => {
        clearInterval(timer);
        resolve();
      };
    });
  }

  #send(end?: Order['end']): void {
    const slab = this.#slab;
    this.#slab = undefined;
    const length = this.#filled;
    this.#filled = 0;
    this.toCome = end ? 0 : this.toCome - length;
    if (end) this.#ended = true;
    if (!bodies.has(this.#id)) return; // a thread has failed, and with it the body
    const order: Order = { id: this.#id, ...(slab && { slab: slab.memory, length }), ...(end && { end }) };
    if (slab) {
      slab.hashing = this.#parts.size;
      underway++;
      this.#underway++;
    }
    for (const [thread, slabs] of this.#parts) {
      if (slab) slabs.push(slab);
      thread.post(order);
    }
    if (this.toCome <= 0) goOn();
  }
}
