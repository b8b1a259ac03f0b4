import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** The MD5 of a body that is fed piece by piece. */
export interface Md5 {
  /** A promise where nothing more should be fed until it resolves. */
  update(chunk: Uint8Array): Promise<void> | undefined;
  digest(): Promise<Buffer>;
  /** Lets go of a digest that nobody will ask for. */
  abandon(): void;
}

/** From this length on a body is hashed beside the event loop: MD5 is as much work as all else about an upload. */
const LONG_BYTES = 1024 * 1024;

export const md5Of = (expectedBytes: number | undefined): Md5 => ((expectedBytes ?? 0) >= LONG_BYTES ? beside() : here());

function here(): Md5 {
  const hash = createHash('md5');
  return { update: (chunk) => void hash.update(chunk), digest: async () => hash.digest(), abandon: () => {} };
}

/** Memory that goes to the other thread and comes back. */
const SLAB_BYTES = 512 * 1024;
/** So many slabs of one body may be there at once. */
const AHEAD = 4;
const KEPT_SLABS = 8;
const slabs: ArrayBuffer[] = [];

interface Lane {
  underway: number;
  goOn: (() => void) | undefined;
  resolve(digest: Buffer): void;
  reject(reason: unknown): void;
}

interface Order {
  readonly id: number;
  readonly slab?: ArrayBuffer;
  readonly length?: number;
  readonly end?: 'digest' | 'abandon';
}

// A text, as one file of ours runs the same from its source, where a thread would have to know how to load it.
const WORKER = `
const { createHash } = require('node:crypto');
const { parentPort } = require('node:worker_threads');
const hashes = new Map();
parentPort.on('message', ({ id, slab, length, end }) => {
  const hash = hashes.get(id) ?? createHash('md5');
  if (slab) hash.update(new Uint8Array(slab, 0, length));
  if (end) hashes.delete(id);
  else hashes.set(id, hash);
  parentPort.postMessage({ id, slab, digest: end === 'digest' ? hash.digest() : undefined }, slab ? [slab] : []);
});`;

const lanes = new Map<number, Lane>();
let nextId = 0;
let worker: Worker | undefined;

function workerAtWork(): Worker {
  if (worker) return worker;
  const started = new Worker(WORKER, { eval: true, name: 'md5' });
  started.on('message', ({ id, slab, digest }: { id: number; slab?: ArrayBuffer; digest?: Uint8Array }) => {
    if (slab && slabs.length < KEPT_SLABS) slabs.push(slab);
    const lane = lanes.get(id);
    if (!lane) return;
    if (slab) lane.underway--;
    if (lane.underway < AHEAD) lane.goOn?.();
    if (!digest) return;
    lanes.delete(id);
    lane.resolve(Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength));
  });
  const failed = (reason: unknown) => {
    if (worker !== started) return;
    worker = undefined;
    for (const lane of lanes.values()) {
      lane.reject(reason);
      lane.goOn?.();
    }
    lanes.clear();
  };
  started.on('error', failed);
  started.on('exit', () => failed(new Error('the thread that hashes has ended')));
  // last: to listen for messages is to hold the process, which nobody then could stop
  started.unref();
  worker = started;
  return started;
}

function beside(): Md5 {
  const thread = workerAtWork();
  const id = nextId++;
  let slab: ArrayBuffer | undefined;
  let filled = 0;
  let resolve!: Lane['resolve'];
  let reject!: Lane['reject'];
  const digest = new Promise<Buffer>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  digest.catch(() => {}); // heard by whoever asks for it
  const lane: Lane = { underway: 0, goOn: undefined, resolve, reject };
  lanes.set(id, lane);

  const send = (end?: Order['end']) => {
    if (slab) lane.underway++;
    const order: Order = { id, ...(slab && { slab, length: filled }), ...(end && { end }) };
    thread.postMessage(order, slab ? [slab] : []);
    slab = undefined;
    filled = 0;
  };

  return {
    update(chunk) {
      for (let from = 0; from < chunk.length; ) {
        slab ??= slabs.pop() ?? new ArrayBuffer(SLAB_BYTES);
        const part = chunk.subarray(from, from + SLAB_BYTES - filled);
        new Uint8Array(slab, filled, part.length).set(part);
        filled += part.length;
        from += part.length;
        if (filled === SLAB_BYTES) send();
      }
      if (lane.underway < AHEAD || !lanes.has(id)) return undefined;
      return new Promise((goOn) => {
        lane.goOn = goOn;
      });
    },
    digest: () => {
      if (lanes.has(id)) send('digest');
      return digest;
    },
    abandon: () => {
      if (!lanes.delete(id)) return;
      send('abandon');
    },
  };
}
