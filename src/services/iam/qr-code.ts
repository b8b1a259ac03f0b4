import { crc32, deflateSync } from 'node:zlib';

/*
 * A QR code (ISO/IEC 18004) of the one size that is needed here: version 10, error correction L, bytes, mask 0. A reader takes any version and
 * any mask.
 */
const VERSION = 10;
const SIZE = 17 + 4 * VERSION;
const ALIGNMENT = [6, 28, 50];
/** Data bytes of each block, and how many bytes of error correction each gets. */
const BLOCKS = [68, 68, 69, 69];
const CORRECTION = 18;
const CAPACITY = BLOCKS.reduce((sum, bytes) => sum + bytes, 0) - 3;

/** Powers and logarithms in GF(256), by the polynomial 0x11d. */
const POWERS: number[] = [];
for (let value = 1; POWERS.length < 255; value = value & 128 ? (value << 1) ^ 0x11d : value << 1) POWERS.push(value);
const LOGS = new Map(POWERS.map((value, log) => [value, log]));
const times = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : (POWERS[((LOGS.get(a) ?? 0) + (LOGS.get(b) ?? 0)) % 255] ?? 0);

/** The coefficients after the first of the product of all (x - 2^i). */
let divisor = [1];
for (let root = 0; root < CORRECTION; root++) {
  const before = divisor;
  divisor = before.concat(0).map((each, at) => each ^ times(before[at - 1] ?? 0, POWERS[root] ?? 0));
}

function correctionOf(data: readonly number[]): number[] {
  const rest = [...data, ...Array<number>(CORRECTION).fill(0)];
  for (let at = 0; at < data.length; at++) {
    const factor = rest[at] ?? 0;
    for (let i = 0; i <= CORRECTION; i++) rest[at + i] = (rest[at + i] ?? 0) ^ times(divisor[i] ?? 0, factor);
  }
  return rest.slice(data.length);
}

/** The bytes of the symbol in their order: those of the blocks by turns. */
function codewords(text: Uint8Array): number[] {
  // mode "bytes" (0100), a length of sixteen bits, the text, an end (0000): all shifted by half a byte
  const halves = [4, ...[12, 8, 4, 0].map((shift) => (text.length >> shift) & 15)];
  for (const byte of text) halves.push(byte >> 4, byte & 15);
  halves.push(0);
  const bytes = Array.from({ length: halves.length / 2 }, (_, i) => ((halves[2 * i] ?? 0) << 4) | (halves[2 * i + 1] ?? 0));
  for (let pad = 0xec; bytes.length < CAPACITY + 3; pad ^= 0xec ^ 0x11) bytes.push(pad);
  const blocks = BLOCKS.map((length) => bytes.splice(0, length));
  const byTurns = (lists: readonly (readonly number[])[]) =>
    Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, i) =>
      lists.flatMap((list) => list[i] ?? []),
    ).flat();
  return [...byTurns(blocks), ...byTurns(blocks.map(correctionOf))];
}

/** A value with its BCH remainder. */
function withRemainder(value: number, bits: number, divisor: number): number {
  let rest = value << bits;
  for (let at = 31; at >= bits; at--) if ((rest >>> at) & 1) rest ^= divisor << (at - bits);
  return (value << bits) | rest;
}

/** The modules, row by row: true is dark. */
function modules(text: Uint8Array): boolean[][] {
  const grid = Array.from({ length: SIZE }, () => Array<boolean | undefined>(SIZE).fill(undefined));
  const set = (x: number, y: number, dark: boolean) => {
    const row = grid[y];
    if (row && x >= 0 && x < SIZE) row[x] = dark;
  };
  for (let i = 0; i < SIZE; i++)
    for (const [x, y] of [
      [i, 6],
      [6, i],
    ] as const)
      set(x, y, i % 2 === 0);
  const rings = (cx: number, cy: number, reach: number, dark: (ring: number) => boolean) => {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) set(cx + dx, cy + dy, dark(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  const corners = [
    [3, 3],
    [SIZE - 4, 3],
    [3, SIZE - 4],
  ] as const;
  for (const [x, y] of corners) rings(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  const inCorner = (x: number, y: number) => corners.some(([cx, cy]) => Math.abs(x - cx) < 8 && Math.abs(y - cy) < 8);
  for (const x of ALIGNMENT) for (const y of ALIGNMENT) if (!inCorner(x, y)) rings(x, y, 2, (ring) => ring !== 1);
  // level L is 01, the mask 000
  const format = withRemainder(0b01000, 10, 0x537) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const dark = ((format >> i) & 1) === 1;
    if (i < 8) set(8, i < 6 ? i : i + 1, dark);
    else set(i === 8 ? 7 : 14 - i, 8, dark);
    if (i < 8) set(SIZE - 1 - i, 8, dark);
    else set(8, SIZE - 15 + i, dark);
  }
  set(8, SIZE - 8, true);
  const version = withRemainder(VERSION, 12, 0x1f25);
  for (let i = 0; i < 18; i++) {
    const [near, far] = [Math.floor(i / 3), SIZE - 11 + (i % 3)];
    for (const [x, y] of [
      [far, near],
      [near, far],
    ] as const)
      set(x, y, ((version >> i) & 1) === 1);
  }
  place(grid, codewords(text));
  return grid.map((row) => row.map((dark) => dark === true));
}

/** Puts the bits where nothing is yet: in pairs of columns, from the right, up and down by turns, past the timing column. */
function place(grid: (boolean | undefined)[][], bytes: readonly number[]): void {
  let bit = 0;
  for (let right = SIZE - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < SIZE; step++) {
      const y = up ? SIZE - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = grid[y];
        if (!row || row[x] !== undefined) continue;
        const dark = (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        row[x] = dark !== ((x + y) % 2 === 0);
        bit++;
      }
    }
  }
}

const SCALE = 4;
const BORDER = 4;

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** The QR code of a text as a PNG of 260 by 260 pixels; undefined where the text has more than 271 bytes. */
export function qrCodePng(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > CAPACITY) return undefined;
  const dark = modules(bytes);
  const pixels = (SIZE + 2 * BORDER) * SCALE;
  const line = Math.ceil(pixels / 8) + 1;
  const image = Buffer.alloc(line * pixels);
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      if (dark[Math.floor(y / SCALE) - BORDER]?.[Math.floor(x / SCALE) - BORDER]) continue;
      const at = y * line + 1 + (x >> 3);
      image[at] = (image[at] ?? 0) | (128 >> (x & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header[8] = 1; // a bit a pixel, grey
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(image)), chunk('IEND', Buffer.alloc(0))]);
}
