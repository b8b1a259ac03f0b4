/**
 * A small WebAssembly module that computes reflected CRCs of up to 64 bits, eight bytes at a step: JavaScript has no 64-bit
 * integers that are fast. Assembled here, as it is shorter than what would assemble it. — webassembly.github.io/spec/core/binary
 */
const TABLE_BYTES = 256 * 8;
/** Behind the eight tables. */
const DATA = 8 * TABLE_BYTES;
const DATA_BYTES = 64 * 1024;
const PAGES = 2;

const unsigned = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]);
const signed = (value: number): number[] =>
  value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
const section = (id: number, ...content: number[]) => [id, ...unsigned(content.length), ...content];
const name = (text: string) => [text.length, ...Buffer.from(text)];

const [I32, I64] = [0x7f, 0x7e];
const [crc, at, end, x] = [0, 1, 2, 3];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const i32 = (value: number) => [0x41, ...signed(value)];
const i64 = (value: number) => [0x42, ...signed(value)];
const [addI32, greaterI32, wrap] = [0x6a, 0x4b, 0xa7];
const [andI64, xorI64, shlI64, shrI64] = [0x83, 0x85, 0x86, 0x88];
const loadI64 = (offset: number) => [0x29, 3, ...unsigned(offset)];
const loadByte = [0x31, 0, 0];
/** Runs `body` as long as `at + step <= end`. */
const whileRoomFor = (step: number, body: number[]) => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...get(at), ...i32(step), addI32, ...get(end), greaterI32, 0x0d, 1],
  ...body,
  ...[...get(at), ...i32(step), addI32, ...set(at)],
  ...[0x0c, 0, 0x0b, 0x0b],
];
/** The entry of table `k` for byte `byte` of local `x`: entries have eight bytes, so the byte is masked where it is eightfold. */
const entry = (k: number, byte: number) => [
  ...get(x),
  ...(byte === 0 ? [...i64(3), shlI64] : [...i64(byte * 8 - 3), shrI64]),
  ...[...i64(0x7f8), andI64, wrap, ...loadI64(k * TABLE_BYTES)],
];

const eight = whileRoomFor(8, [
  ...[...get(crc), ...get(at), ...loadI64(0), xorI64, ...set(x)],
  ...entry(7, 0),
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((byte) => [...entry(7 - byte, byte), xorI64]),
  ...set(crc),
]);
const one = whileRoomFor(1, [
  ...[...get(crc), ...get(at), ...loadByte, xorI64, ...set(x)],
  ...[...entry(0, 0), ...get(crc), ...i64(8), shrI64, xorI64, ...set(crc)],
]);
const body = [1, 1, I64, ...eight, ...one, ...get(crc), 0x0b];

const BINARY = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
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
  const { memory, update } = new Instance(new Module(BINARY)).exports;
  new BigUint64Array(memory.buffer).set(tablesOf(polynomial));
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
  tables: new Uint8Array(tablesOf(polynomial).buffer),
  data: DATA,
  room: DATA_BYTES,
});

function tablesOf(polynomial: bigint): BigUint64Array {
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
  return tables;
}
