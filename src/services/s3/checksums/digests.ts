import { Worker } from 'node:worker_threads';
import { ALGORITHMS, type ComputedAlgorithm } from './algorithms.ts';
import { crcPrograms } from './crc.ts';

/** The digests of a body that is fed piece by piece. */
export interface Digests {
  /** A promise where nothing more should be fed until it resolves. */
  update(chunk: Uint8Array): Promise<void> | undefined;
  digest(): Promise<ReadonlyMap<ComputedAlgorithm, Buffer>>;
  /** Lets go of digests that nobody will ask for. */
  abandon(): void;
}

/** From this length on a body is hashed beside the event loop: MD5 and a CRC are as much work as all else about an upload. */
const LONG_BYTES = 1024 * 1024;

/** `held`: the bytes that will come stay as they are until they have been digested. */
export function digestsOf(expectedBytes: number | undefined, algorithms: readonly ComputedAlgorithm[], held = false): Digests {
  const names = [...new Set(algorithms)];
  if (held) return atOnce(names);
  return (expectedBytes ?? 0) >= LONG_BYTES ? beside(names) : here(names);
}

/** A digest at once costs half of one that is fed. */
function atOnce(names: readonly ComputedAlgorithm[]): Digests {
  const chunks: Uint8Array[] = [];
  return {
    update(chunk) {
      chunks.push(chunk);
      return undefined;
    },
    digest: async () => {
      const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
      return new Map(names.map((name) => [name, Buffer.from(ALGORITHMS[name].of(bytes))]));
    },
    abandon: () => {},
  };
}

function here(names: readonly ComputedAlgorithm[]): Digests {
  const hashers = names.map((name) => ({ name, hasher: ALGORITHMS[name].create() }));
  return {
    update(chunk) {
      for (const { hasher } of hashers) hasher.update(chunk);
      return undefined;
    },
    digest: async () => new Map(hashers.map(({ name, hasher }) => [name, Buffer.from(hasher.digest())])),
    abandon: () => {},
  };
}

/** Memory that goes to the other thread and comes back. */
const SLAB_BYTES = 512 * 1024;
/** So many slabs of one body may be there at once. */
const AHEAD = 4;
const KEPT_SLABS = 12;
const slabs: ArrayBuffer[] = [];

interface Lane {
  underway: number;
  goOn: (() => void) | undefined;
  resolve(digests: ReadonlyMap<ComputedAlgorithm, Buffer>): void;
  reject(reason: unknown): void;
}

interface Outcome {
  readonly id: number;
  readonly slab?: ArrayBuffer;
  readonly digests?: readonly [ComputedAlgorithm, Uint8Array][];
}

interface Order {
  readonly id: number;
  /** With the first one: what is to be computed. */
  readonly names?: readonly ComputedAlgorithm[];
  readonly slab?: ArrayBuffer;
  readonly length?: number;
  readonly end?: 'digest' | 'abandon';
}

// A text, as one file of ours runs the same from its source, where a thread would have to know how to load it.
const WORKER = `
const { createHash } = require('node:crypto');
const { parentPort, workerData } = require('node:worker_threads');
const { crc32 } = require('node:zlib');
const advances = new Map(workerData.map(({ name, bytes, binary, tables, data, room }) => {
  const { memory, update } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
  new Uint8Array(memory.buffer).set(tables);
  const space = new Uint8Array(memory.buffer, data, room);
  const advance = (register, chunk) => {
    for (let from = 0; from < chunk.length; from += room) {
      const piece = chunk.subarray(from, from + room);
      space.set(piece);
      register = BigInt.asUintN(64, update(register, data, data + piece.length));
    }
    return register;
  };
  return [name, { bytes, advance }];
}));
const hasher = (name) => {
  const digest = Buffer.alloc(8);
  if (name === 'CRC32') {
    let crc = 0;
    return { update: (chunk) => { crc = crc32(chunk, crc); }, digest: () => { digest.writeUInt32BE(crc >>> 0); return digest.subarray(0, 4); } };
  }
  const known = advances.get(name);
  if (!known) return createHash(name);
  const ones = (1n << BigInt(known.bytes * 8)) - 1n;
  let register = ones;
  return {
    update: (chunk) => { register = known.advance(register, chunk); },
    digest: () => { digest.writeBigUInt64BE(register ^ ones); return digest.subarray(8 - known.bytes); },
  };
};
const bodies = new Map();
parentPort.on('message', ({ id, names, slab, length, end }) => {
  if (names) bodies.set(id, names.map((name) => [name, hasher(name)]));
  const hashers = bodies.get(id) ?? [];
  if (slab) {
    const chunk = new Uint8Array(slab, 0, length);
    for (const [, each] of hashers) each.update(chunk);
  }
  if (end) bodies.delete(id);
  const digests = end === 'digest' ? hashers.map(([name, each]) => [name, each.digest()]) : undefined;
  parentPort.postMessage({ id, slab, digests }, slab ? [slab] : []);
});`;

const lanes = new Map<number, Lane>();
let nextId = 0;
let worker: Worker | undefined;

function workerAtWork(): Worker {
  if (worker) return worker;
  const started = new Worker(WORKER, { eval: true, name: 'digests', workerData: crcPrograms() });
  started.on('message', ({ id, slab, digests }: Outcome) => {
    if (slab && slabs.length < KEPT_SLABS) slabs.push(slab);
    const lane = lanes.get(id);
    if (!lane) return;
    if (slab) lane.underway--;
    if (lane.underway < AHEAD) lane.goOn?.();
    if (!digests) return;
    lanes.delete(id);
    lane.resolve(new Map(digests.map(([name, digest]) => [name, Buffer.from(digest)])));
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

function beside(names: readonly ComputedAlgorithm[]): Digests {
  const thread = workerAtWork();
  const id = nextId++;
  let slab: ArrayBuffer | undefined;
  let filled = 0;
  let resolve!: Lane['resolve'];
  let reject!: Lane['reject'];
  const digest = new Promise<ReadonlyMap<ComputedAlgorithm, Buffer>>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  digest.catch(() => {}); // heard by whoever asks for it
  const lane: Lane = { underway: 0, goOn: undefined, resolve, reject };
  lanes.set(id, lane);
  thread.postMessage({ id, names } satisfies Order);

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
