import { get, HEADER, I32, I64, i32, i64, name, section, set, unsigned } from './assembler.ts';

/**
 * A small WebAssembly module that computes reflected CRCs of up to 64 bits: JavaScript has no 64-bit integers that are fast. Assembled here,
 * as it is shorter than what would assemble it.
 *
 * Tables take eight bytes at a step, each of which waits for the one before. A long piece is folded first: some multiples of a polynomial
 * have few terms, all of them whole bytes apart, and so a byte counts for as much as the same byte at each of these distances behind it would.
 * Every vector of bytes takes up the ones at the distances before it, and only the last few thousand bytes are left for the tables. The idea is
 * that of "Chorba" (Russell, 2024), which found it for CRC-32.
 */
export interface Polynomial {
  readonly polynomial: bigint;
  /** In bytes; a step at least. */
  readonly distances: readonly number[];
}

const TABLE_BYTES = 256 * 8;
/** Where the last bytes of a piece take up others, apart from them. */
const SIDE = 8 * TABLE_BYTES;
/** Longer than the farthest distance and two steps; so is what remains full of zeros before a piece. */
const SIDE_BYTES = 8 * 1024;
const DATA = SIDE + 2 * SIDE_BYTES;
const PAGES = 5;
const DATA_BYTES = PAGES * 64 * 1024 - DATA;
const VECTOR = 16;
const STEP = 4 * VECTOR;

/** Parameters, and then what is local. */
const [crc, at, end, x, stop, shift, from] = [0, 1, 2, 3, 4, 5, 6];
const [addI32, subI32, andI32, greaterI32, atLeastI32, wrap] = [0x6a, 0x6b, 0x71, 0x4b, 0x4f, 0xa7];
const [andI64, xorI64, shlI64, shrI64] = [0x83, 0x85, 0x86, 0x88];
const loadI64 = (offset: number) => [0x29, 3, ...unsigned(offset)];
const storeI64 = [0x37, 3, 0];
const loadByte = [0x31, 0, 0];
const loadVector = (offset: number) => [0xfd, 0x00, 0, ...unsigned(offset)];
const storeVector = (offset: number) => [0xfd, 0x0b, 0, ...unsigned(offset)];
const xorVector = [0xfd, 0x51];
const [copyBytes, fillBytes] = [
  [0xfc, 0x0a, 0, 0],
  [0xfc, 0x0b, 0],
];
/** Runs `body` as long as `at + step <= limit`. */
const whileRoomFor = (step: number, limit: number, body: number[]) => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...get(at), ...i32(step), addI32, ...get(limit), greaterI32, 0x0d, 1],
  ...body,
  ...[...get(at), ...i32(step), addI32, ...set(at)],
  ...[0x0c, 0, 0x0b, 0x0b],
];
/** The entry for byte `byte` of local `x` of the table of bytes that have `byte` others behind them: entries have eight bytes, so the byte is masked where it is eightfold. */
const entry = (byte: number, behind: number) => [
  ...get(x),
  ...(byte === 0 ? [...i64(3), shlI64] : [...i64(byte * 8 - 3), shrI64]),
  ...[...i64(0x7f8), andI64, wrap, ...loadI64(behind * TABLE_BYTES)],
];
const eight = whileRoomFor(8, end, [
  ...[...get(crc), ...get(at), ...loadI64(0), xorI64, ...set(x)],
  ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((byte) => [...entry(byte, 7 - byte), ...(byte === 0 ? [] : [xorI64])]),
  ...set(crc),
]);
const one = whileRoomFor(1, end, [
  ...[...get(crc), ...get(at), ...loadByte, xorI64, ...set(x)],
  ...[...entry(0, 0), ...get(crc), ...i64(8), shrI64, xorI64, ...set(crc)],
]);

/** Folds what is long enough, the register with it. What is left lies at the side then, for the tables. */
function folded(distances: readonly number[]): number[] {
  const farthest = Math.max(...distances);
  const left = Math.ceil(farthest / STEP) * STEP;
  /** All vectors from `at` on take up those that lie `shift`, and by what is farther than the distance, away from them. */
  const fold = whileRoomFor(STEP, stop, [
    ...[...get(at), ...get(shift), addI32, ...set(from)],
    ...[0, 1, 2, 3].flatMap((vector) => [
      ...[...get(at), ...get(at), ...loadVector(vector * VECTOR)],
      ...distances.flatMap((distance) => [...get(from), ...loadVector(vector * VECTOR + farthest - distance), ...xorVector]),
      ...storeVector(vector * VECTOR),
    ]),
  ]);
  return [
    ...[...get(end), ...get(at), subI32, ...i32(2 * left), atLeastI32, 0x04, 0x40],
    ...[...get(at), ...get(at), ...loadI64(0), ...get(crc), xorI64, ...storeI64, ...i64(0), ...set(crc)],
    ...[...get(end), ...get(at), subI32, ...i32(left), subI32, ...i32(-STEP), andI32, ...get(at), addI32, ...set(stop)],
    ...[...i32(-farthest), ...set(shift)],
    ...fold,
    // the last bytes take up only what lies before them all
    ...[...i32(SIDE), ...get(stop), ...get(end), ...get(stop), subI32, ...copyBytes],
    ...[...get(stop), ...i32(0), ...get(end), ...get(stop), subI32, ...fillBytes],
    ...[...get(stop), ...i32(SIDE + farthest), subI32, ...set(shift)],
    ...[...get(end), ...get(stop), subI32, ...i32(SIDE), addI32, ...set(end)],
    ...[...get(end), ...i32(STEP - 1), addI32, ...set(stop)],
    ...[...i32(SIDE), ...set(at)],
    ...fold,
    ...[...i32(SIDE), ...set(at), 0x0b],
  ];
}

function binaryOf(distances: readonly number[]): Uint8Array {
  const body = [2, 1, I64, 3, I32, ...folded(distances), ...eight, ...one, ...get(crc), 0x0b];
  return Uint8Array.from([
    ...HEADER,
    ...section(1, 1, 0x60, 3, I64, I32, I32, 1, I64),
    ...section(3, 1, 0),
    ...section(5, 1, 0, PAGES),
    ...section(7, 2, ...name('memory'), 2, 0, ...name('update'), 0, 0),
    ...section(10, 1, ...unsigned(body.length), ...body),
  ]);
}

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
export function crcUpdate(polynomial: Polynomial): CrcUpdate {
  const { memory, update } = new Instance(new Module(binaryOf(polynomial.distances))).exports;
  new Uint8Array(memory.buffer).set(tablesOf(polynomial));
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
export const crcProgram = (polynomial: Polynomial) => ({
  binary: binaryOf(polynomial.distances),
  tables: tablesOf(polynomial),
  data: DATA,
  room: DATA_BYTES,
});

function tablesOf({ polynomial }: Polynomial): Uint8Array {
  const tables = new BigUint64Array(8 * 256);
  for (let i = 0; i < 256; i++) {
    let register = BigInt(i);
    for (let bit = 0; bit < 8; bit++) register = register & 1n ? (register >> 1n) ^ polynomial : register >> 1n;
    tables[i] = register;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256] as bigint;
    tables[i] = (before >> 8n) ^ (tables[Number(before & 255n)] as bigint);
  }
  return new Uint8Array(tables.buffer);
}
