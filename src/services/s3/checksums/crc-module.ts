import { get, HEADER, I32, I64, i32, i64, name, section, set, unsigned } from './assembler.ts';

/**
 * A small WebAssembly module that computes reflected CRCs of up to 64 bits, eight bytes at a step: JavaScript has no 64-bit
 * integers that are fast. Assembled here, as it is shorter than what would assemble it.
 *
 * Each step waits for the one before. So a full piece is cut into lanes, whose steps wait only for their own, and whose registers are joined at
 * the end: as CRCs are linear, one that is followed by a lane is that one over as many zeros, and then the lane's. This takes half the time.
 */
const TABLE_BYTES = 256 * 8;
/** Behind the eight tables of a step: eight that take a register over a lane of zeros. */
const OVER_LANE = 8 * TABLE_BYTES;
const DATA = 2 * OVER_LANE;
const LANE_BITS = 14;
const LANE = 2 ** LANE_BITS;
const LANES = 4;
const DATA_BYTES = LANES * LANE;
const PAGES = 2;

/** Parameters, and then what is local. */
const [crc, at, end, x, second, third, fourth, stop] = [0, 1, 2, 3, 4, 5, 6, 7];
const registers = [crc, second, third, fourth];
const [addI32, subI32, equalI32, greaterI32, wrap] = [0x6a, 0x6b, 0x46, 0x4b, 0xa7];
const [andI64, xorI64, shlI64, shrI64] = [0x83, 0x85, 0x86, 0x88];
const loadI64 = (offset: number) => [0x29, 3, ...unsigned(offset)];
const loadByte = [0x31, 0, 0];
/** Runs `body` as long as `at + step <= limit`. */
const whileRoomFor = (step: number, limit: number, body: number[]) => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...get(at), ...i32(step), addI32, ...get(limit), greaterI32, 0x0d, 1],
  ...body,
  ...[...get(at), ...i32(step), addI32, ...set(at)],
  ...[0x0c, 0, 0x0b, 0x0b],
];
/** The entry of the table at `table` for byte `byte` of local `x`: entries have eight bytes, so the byte is masked where it is eightfold. */
const entry = (table: number, byte: number) => [
  ...get(x),
  ...(byte === 0 ? [...i64(3), shlI64] : [...i64(byte * 8 - 3), shrI64]),
  ...[...i64(0x7f8), andI64, wrap, ...loadI64(table)],
];
const BYTES = [0, 1, 2, 3, 4, 5, 6, 7];
/** What all eight bytes of `x` stand for in eight tables. */
const looked = (tableOf: (byte: number) => number) =>
  BYTES.flatMap((byte) => [...entry(tableOf(byte), byte), ...(byte === 0 ? [] : [xorI64])]);
const stepOf = (register: number, offset: number) => [
  ...[...get(register), ...get(at), ...loadI64(offset), xorI64, ...set(x)],
  ...[...looked((byte) => (7 - byte) * TABLE_BYTES), ...set(register)],
];

const [, ...others] = registers;
const joinTo = (next: number) => [
  ...[...get(crc), ...set(x), ...looked((byte) => OVER_LANE + byte * TABLE_BYTES)],
  ...[...get(next), xorI64, ...set(crc)],
];
const lanes = [
  ...[...get(end), ...get(at), subI32, ...i32(DATA_BYTES), equalI32, 0x04, 0x40],
  ...others.flatMap((register) => [...i64(0), ...set(register)]),
  ...[...get(at), ...i32(LANE), addI32, ...set(stop)],
  ...whileRoomFor(
    8,
    stop,
    registers.flatMap((register, lane) => stepOf(register, lane * LANE)),
  ),
  ...others.flatMap(joinTo),
  ...[...get(end), ...set(at), 0x0b],
];
const eight = whileRoomFor(8, end, stepOf(crc, 0));
const one = whileRoomFor(1, end, [
  ...[...get(crc), ...get(at), ...loadByte, xorI64, ...set(x)],
  ...[...entry(0, 0), ...get(crc), ...i64(8), shrI64, xorI64, ...set(crc)],
]);
const body = [2, 4, I64, 1, I32, ...lanes, ...eight, ...one, ...get(crc), 0x0b];

const BINARY = Uint8Array.from([
  ...HEADER,
  ...section(1, 1, 0x60, 3, I64, I32, I32, 1, I64),
  ...section(3, 1, 0),
  ...section(5, 1, 0, PAGES),
  ...section(7, 2, ...name('memory'), 2, 0, ...name('update'), 0, 0),
  ...section(10, 1, ...unsigned(body.length), ...body),
]);

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly update: (register: bigint, at: number, end: number) => bigint;
}

/** Every Node has it, its type definitions only by half. */
const { Module, Instance } = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Module: new (binary: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: Exports };
    };
  }
).WebAssembly;

/** Advances a CRC register over bytes. */
export type CrcUpdate = (register: bigint, bytes: Uint8Array) => bigint;

/** The register's function for a reflected polynomial. */
export function crcUpdate(polynomial: bigint): CrcUpdate {
  const { memory, update } = loaded(polynomial);
  const data = new Uint8Array(memory.buffer, DATA, DATA_BYTES);
  return (register, bytes) => {
    for (let from = 0; from < bytes.length; from += DATA_BYTES) {
      const piece = bytes.length <= DATA_BYTES ? bytes : bytes.subarray(from, from + DATA_BYTES);
      data.set(piece);
      register = BigInt.asUintN(64, update(register, DATA, DATA + piece.length));
    }
    return register;
  };
}

/** What another thread needs to do the same: the module, what its memory begins with, and where bytes go in it. */
export const crcProgram = (polynomial: bigint) => ({
  binary: BINARY,
  tables: new Uint8Array(loaded(polynomial).memory.buffer, 0, DATA).slice(),
  data: DATA,
  room: DATA_BYTES,
});

/** The module with its tables. */
function loaded(polynomial: bigint): Exports {
  const program = new Instance(new Module(BINARY)).exports;
  const tables = new BigUint64Array(program.memory.buffer, 0, DATA / 8);
  for (let i = 0; i < 256; i++) {
    let register = BigInt(i);
    for (let bit = 0; bit < 8; bit++) register = register & 1n ? (register >> 1n) ^ polynomial : register >> 1n;
    tables[i] = register;
  }
  for (let i = 256; i < 8 * 256; i++) {
    const before = tables[i - 256] as bigint;
    tables[i] = (before >> 8n) ^ (tables[Number(before & 255n)] as bigint);
  }
  // what becomes of each bit over a lane of zeros, which the memory is still full of, and so of each byte
  const overLane = tables.subarray(8 * 256);
  for (let bit = 0; bit < 64; bit++) {
    const image = BigInt.asUintN(64, program.update(1n << BigInt(bit), DATA, DATA + LANE));
    const table = overLane.subarray((bit >> 3) * 256);
    const value = 1 << (bit & 7);
    for (let lower = 0; lower < value; lower++) table[value + lower] = image ^ (table[lower] as bigint);
  }
  return program;
}
