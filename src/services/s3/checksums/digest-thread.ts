import { Worker } from 'node:worker_threads';
import type { ComputedAlgorithm } from './algorithms.ts';
import { crcPrograms } from './crc.ts';
import { MD5_PROGRAM } from './md5-module.ts';

/** What a thread is told of a body. */
export interface Order {
  readonly id: number;
  /** With the first one: what is to be computed. */
  readonly names?: readonly ComputedAlgorithm[];
  /** Bytes that are expected. */
  readonly size?: number;
  readonly slab?: SharedArrayBuffer;
  readonly length?: number;
  readonly end?: 'digest' | 'abandon';
}

export interface Outcome {
  readonly id: number;
  /** Whether the oldest slab of the body is done with. */
  readonly slab: boolean;
  /** Whether nothing more comes of the body. */
  readonly end: boolean;
  readonly digests?: readonly [ComputedAlgorithm, Uint8Array][];
}

/** Ours; 19 gives way to everybody. */
const NICE = 5;

// A text, as one file of ours runs the same from its source, where a thread would have to know how to load it.
const WORKER = `
const { createHash } = require('node:crypto');
const { readlinkSync } = require('node:fs');
const { setPriority } = require('node:os');
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
const { crc32 } = require('node:zlib');

// The event loop receives first: what has come is hashed while nothing comes. Only on Linux do threads have priorities of their own.
try {
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), workerData.nice);
} catch {}

const once = (make) => {
  let made;
  return () => (made ??= make());
};
const load = (binary) => new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
// what is shared is copied by 'set' several times as slowly
const copy = (from, to, at) => to.fill(from, at, at + from.length);

const md5Program = once(() => {
  const { lanes, room, binary } = workerData.md5;
  const { memory, one, two } = load(binary);
  const states = lanes.map((_, lane) => new Uint32Array(memory.buffer, lane * 16, 4));
  return { lanes, room, one, two, states, bytes: Buffer.from(memory.buffer) };
});
const whole = ({ chunk, at }) => (chunk.length - at) & ~63;
const advance = (...parts) => {
  const { lanes, room, one, two, states, bytes } = md5Program();
  for (;;) {
    const length = Math.min(room, ...parts.map(whole));
    if (length === 0) return;
    parts.forEach((part, lane) => {
      copy(part.chunk.subarray(part.at, part.at + length), bytes, lanes[lane]);
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

const crcPrograms = new Map(workerData.crcs.map(({ name, bytes, binary, tables, data, room }) => [name, once(() => {
  const { memory, update } = load(binary);
  new Uint8Array(memory.buffer).set(tables);
  const space = Buffer.from(memory.buffer, data, room);
  const advance = (register, chunk) => {
    for (let from = 0; from < chunk.length; from += room) {
      const piece = chunk.subarray(from, from + room);
      copy(piece, space, 0);
      register = BigInt.asUintN(64, update(register, data, data + piece.length));
    }
    return register;
  };
  return { bytes, advance };
})]));
const hasher = (name) => {
  const digest = Buffer.alloc(8);
  if (name === 'CRC32') {
    let crc = 0;
    return { update: (chunk) => { crc = crc32(chunk, crc); }, digest: () => { digest.writeUInt32BE(crc >>> 0); return digest.subarray(0, 4); } };
  }
  const program = crcPrograms.get(name);
  if (!program) return createHash(name);
  const { bytes, advance } = program();
  const ones = (1n << BigInt(bytes * 8)) - 1n;
  let register = ones;
  return {
    update: (chunk) => { register = advance(register, chunk); },
    digest: () => { digest.writeBigUInt64BE(register ^ ones); return digest.subarray(8 - bytes); },
  };
};

const bodies = new Map();
const take = ({ id, names, size, ...order }) => {
  if (!names) return void bodies.get(id).line.push(order);
  const others = names.filter((name) => name !== 'MD5').map((name) => [name, hasher(name)]);
  bodies.set(id, { id, size, left: size, md5: names.includes('MD5') ? newMd5() : undefined, others, line: [] });
};
const takeAll = () => {
  for (let more = receiveMessageOnPort(parentPort); more; more = receiveMessageOnPort(parentPort)) take(more.message);
};
const finish = ({ id, md5, others }, { slab, end }) => {
  if (end) bodies.delete(id);
  const digests = end === 'digest' ? others.map(([name, each]) => [name, each.digest()]) : undefined;
  if (digests && md5) digests.push(['MD5', md5Of(md5)]);
  parentPort.postMessage({ id, slab: slab !== undefined, end: end !== undefined, digests });
};
// The body that has the least left goes first: bodies that end together leave nothing to do while their clients prepare the next ones. So one that goes
// along, as MD5 takes two side by side, is one that has much more left. Now and then it is the turn of whichever had none for longest.
let turns = 0;
const next = () => {
  const ready = [...bodies.values()].filter(({ line }) => line.length > 0);
  if (ready.length < 2) return ready;
  const [longest] = ready;
  ready.sort((one, other) => one.left - other.left);
  const first = ++turns % 8 === 0 ? longest : ready[0];
  const goesAlong = (body) => body !== first && body.md5 && Math.abs(body.left - first.left) >= Math.max(body.size, first.size) / 2;
  const beside = first.md5 && ready.find(goesAlong);
  return beside ? [first, beside] : [first];
};
const work = (turn) => {
  const parts = [];
  const orders = [];
  for (const body of turn) {
    bodies.delete(body.id);
    bodies.set(body.id, body); // behind all others
    const order = body.line.shift();
    orders.push(order);
    if (!order.slab) continue;
    body.left -= order.length;
    const chunk = new Uint8Array(order.slab, 0, order.length);
    if (body.md5) parts.push({ md5: body.md5, chunk, at: 0 });
    for (const [, each] of body.others) each.update(chunk);
  }
  if (parts.length > 0) feed(parts);
  turn.forEach((body, i) => finish(body, orders[i]));
};
parentPort.on('message', (order) => {
  take(order);
  for (;;) {
    takeAll();
    const turn = next();
    if (turn.length === 0) return;
    work(turn);
  }
});`;

export class DigestThread {
  readonly #name: string;
  readonly #onOutcome: (outcome: Outcome) => void;
  readonly #onFailure: (reason: unknown) => void;
  #worker: Worker | undefined;

  /** Begins with the first order, and again with the next one where it has ended. */
  constructor(name: string, onOutcome: (outcome: Outcome) => void, onFailure: (reason: unknown) => void) {
    this.#name = name;
    this.#onOutcome = onOutcome;
    this.#onFailure = onFailure;
  }

  post(order: Order): void {
    this.#worker ??= this.#begun();
    this.#worker.postMessage(order);
  }

  /** Where no body is under way. */
  stop(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #begun(): Worker {
    const workerData = { md5: MD5_PROGRAM, crcs: crcPrograms(), nice: NICE };
    const worker = new Worker(WORKER, { eval: true, name: this.#name, workerData });
    worker.on('message', this.#onOutcome);
    const failed = (reason: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#onFailure(reason);
    };
    worker.on('error', failed);
    worker.on('exit', () => failed(new Error('the thread that hashes has ended')));
    // last: to listen for messages is to hold the process, which nobody then could stop
    worker.unref();
    return worker;
  }
}
