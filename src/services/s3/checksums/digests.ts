import { Worker } from 'node:worker_threads';
import { ALGORITHMS, type ComputedAlgorithm } from './algorithms.ts';
import { crcPrograms } from './crc.ts';
import { MD5_PROGRAM } from './md5-module.ts';

export type Computed = ReadonlyMap<ComputedAlgorithm, Buffer>;

/** The digests of a body that is fed piece by piece. */
export interface Digests {
  /** A promise where nothing more should be fed until it resolves. */
  update(chunk: Uint8Array): Promise<void> | undefined;
  digest(): Computed | Promise<Computed>;
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
    digest: () => {
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
    digest: () => new Map(hashers.map(({ name, hasher }) => [name, Buffer.from(hasher.digest())])),
    abandon: () => {},
  };
}

/** Memory that goes to the other thread and comes back: whole blocks of every digest. */
const SLAB_BYTES = 512 * 1024;
/** So many slabs of one body may be there at once. */
const AHEAD = 4;
const KEPT_SLABS = 12;
const slabs: ArrayBuffer[] = [];

interface Lane {
  underway: number;
  goOn: (() => void) | undefined;
  resolve(digests: Computed): void;
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
// Slabs wait in one line. MD5, which is most of the work, goes over the first one's and the next other body's side by side.
const WORKER = `
const { createHash } = require('node:crypto');
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
const { crc32 } = require('node:zlib');
const load = (binary) => new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;

const { lanes, room, binary } = workerData.md5;
const { memory, one, two } = load(binary);
const bytes = new Uint8Array(memory.buffer);
const states = lanes.map((_, lane) => new Uint32Array(memory.buffer, lane * 16, 4));
const whole = ({ chunk, at }) => (chunk.length - at) & ~63;
const advance = (...parts) => {
  for (;;) {
    const length = Math.min(room, ...parts.map(whole));
    if (length === 0) return;
    parts.forEach((part, lane) => {
      bytes.set(part.chunk.subarray(part.at, part.at + length), lanes[lane]);
      states[lane].set(part.md5.state);
      part.at += length;
    });
    if (parts.length === 1) one(lanes[0], 0, length / 64);
    else two(lanes[0], lanes[1], 0, length / 64);
    parts.forEach((part, lane) => part.md5.state.set(states[lane]));
  }
};
const newMd5 = () => ({ state: Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476), length: 0, rest: new Uint8Array() });
const feed = (parts) => {
  advance(...parts);
  for (const part of parts) {
    advance(part);
    part.md5.length += part.chunk.length;
    // only the last slab of a body is not of whole blocks
    part.md5.rest = part.chunk.slice(part.at);
  }
};
const md5Of = (md5) => {
  const chunk = Buffer.alloc(md5.rest.length < 56 ? 64 : 128);
  chunk.set(md5.rest);
  chunk[md5.rest.length] = 0x80;
  chunk.writeBigUInt64LE(BigInt(md5.length) * 8n, chunk.length - 8);
  advance({ md5, chunk, at: 0 });
  return new Uint8Array(md5.state.buffer);
};

const advances = new Map(workerData.crcs.map(({ name, bytes, binary, tables, data, room }) => {
  const { memory, update } = load(binary);
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
const line = [];
const take = (order) => {
  if (!order.names) return void line.push(order);
  const others = order.names.filter((name) => name !== 'MD5').map((name) => [name, hasher(name)]);
  bodies.set(order.id, { md5: order.names.includes('MD5') ? newMd5() : undefined, others });
};
const takeAll = () => {
  for (let more = receiveMessageOnPort(parentPort); more; more = receiveMessageOnPort(parentPort)) take(more.message);
};
const finish = ({ id, slab, end }) => {
  const { md5, others } = bodies.get(id);
  if (end) bodies.delete(id);
  const digests = end === 'digest' ? others.map(([name, each]) => [name, each.digest()]) : undefined;
  if (digests && md5) digests.push(['MD5', md5Of(md5)]);
  parentPort.postMessage({ id, slab, digests }, slab ? [slab] : []);
};
const work = () => {
  const orders = line.splice(0, 1);
  const beside = orders[0].slab ? line.findIndex(({ id, slab }) => slab && id !== orders[0].id) : -1;
  if (beside >= 0) orders.push(...line.splice(beside, 1));
  const parts = [];
  for (const { id, slab, length } of orders) {
    if (!slab) continue;
    const chunk = new Uint8Array(slab, 0, length);
    const { md5, others } = bodies.get(id);
    if (md5) parts.push({ md5, chunk, at: 0 });
    for (const [, each] of others) each.update(chunk);
  }
  if (parts.length > 0) feed(parts);
  for (const order of orders) finish(order);
};
parentPort.on('message', (order) => {
  take(order);
  for (takeAll(); line.length > 0; takeAll()) work();
});`;

const lanes = new Map<number, Lane>();
let nextId = 0;
let worker: Worker | undefined;

function workerAtWork(): Worker {
  if (worker) return worker;
  const started = new Worker(WORKER, { eval: true, name: 'digests', workerData: { md5: MD5_PROGRAM, crcs: crcPrograms() } });
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
  const digest = new Promise<Computed>((yes, no) => {
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
