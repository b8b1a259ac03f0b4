import { get, HEADER, I32, i32, name, section, set, tee, unsigned } from './assembler.ts';

/**
 * A small WebAssembly module that computes MD5, of one body or of two at once. Each step of MD5 waits for the one before, so one body leaves most of
 * the processor idle: two side by side take as long as one. Node's own does one at a time, and every object that is stored needs it. — RFC 1321
 *
 * `one(data, state, blocks)` and `two(data, data, state, blocks)` advance four words at `state` for each body over so many blocks of 64 bytes, at least one.
 */
const [add, and, or, xor, rotate] = [0x6a, 0x71, 0x72, 0x73, 0x77];
const load = (offset: number) => [0x28, 2, ...unsigned(offset)];
const store = (offset: number) => [0x36, 2, ...unsigned(offset)];
const not = [...i32(-1), xor];

const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
/** By how many bits the sums of a round turn, which word of a block each takes, and what it adds of the registers b, c and d. */
const ROUNDS = [
  {
    turns: [7, 12, 17, 22],
    word: (i: number) => i,
    mix: (b: number, c: number, d: number) => [...get(c), ...get(d), xor, ...get(b), and, ...get(d), xor, add],
  },
  {
    turns: [5, 9, 14, 20],
    word: (i: number) => (5 * i + 1) & 15,
    // a sum of two, as they have no bit in common: what waits for b comes last
    mix: (b: number, c: number, d: number) => [...get(d), ...not, ...get(c), and, add, ...get(b), ...get(d), and, add],
  },
  {
    turns: [4, 11, 16, 23],
    word: (i: number) => (3 * i + 5) & 15,
    mix: (b: number, c: number, d: number) => [...get(c), ...get(d), xor, ...get(b), xor, add],
  },
  {
    turns: [6, 10, 15, 21],
    word: (i: number) => (7 * i) & 15,
    mix: (b: number, c: number, d: number) => [...get(d), ...not, ...get(b), or, ...get(c), xor, add],
  },
];

const BLOCK = 64;

function advance(bodies: number): { parameters: number; code: number[] } {
  const [state, blocks] = [bodies, bodies + 1];
  const each = Array.from({ length: bodies }, (_, body) => ({
    data: body,
    registers: [0, 1, 2, 3].map((word) => bodies + 2 + body * 8 + word),
    before: [4, 5, 6, 7].map((word) => bodies + 2 + body * 8 + word),
    at: [0, 4, 8, 12].map((byte) => body * 16 + byte),
  }));
  type Body = (typeof each)[number];
  const words = (body: Body, code: (register: number, before: number, at: number) => number[]) =>
    body.registers.flatMap((register, word) => code(register, body.before[word] as number, body.at[word] as number));
  const step = ({ data, registers }: Body, i: number) => {
    const [a, b, c, d] = [0, 1, 2, 3].map((role) => registers[(role + 64 - i) & 3]) as [number, number, number, number];
    const round = ROUNDS[i >> 4] as (typeof ROUNDS)[number];
    return [
      ...[...get(data), ...load(round.word(i) * 4), ...i32(sines[i] as number), add, ...get(a), add],
      ...round.mix(b, c, d),
      ...[...i32(round.turns[i & 3] as number), rotate, ...get(b), add, ...set(a)],
    ];
  };
  const code = [
    ...each.flatMap((body) => words(body, (register, _, at) => [...get(state), ...load(at), ...set(register)])),
    ...[0x03, 0x40],
    ...each.flatMap((body) => words(body, (register, before) => [...get(register), ...set(before)])),
    ...sines.flatMap((_, i) => each.flatMap((body) => step(body, i))),
    ...each.flatMap((body) => words(body, (register, before) => [...get(register), ...get(before), add, ...set(register)])),
    ...each.flatMap(({ data }) => [...get(data), ...i32(BLOCK), add, ...set(data)]),
    ...[...get(blocks), ...i32(-1), add, ...tee(blocks), 0x0d, 0, 0x0b],
    ...each.flatMap((body) => words(body, (register, _, at) => [...get(state), ...get(register), ...store(at)])),
    0x0b,
  ];
  return { parameters: bodies + 2, code: [1, ...unsigned(bodies * 8), I32, ...code] };
}

const functions = [advance(1), advance(2)];
const STATES = 2 * 16;
const LANE = 64 * 1024;

/** The module, and where in its memory states and pieces of bodies go. */
export const MD5_PROGRAM = {
  binary: Uint8Array.from([
    ...HEADER,
    ...section(1, 2, ...functions.flatMap(({ parameters }) => [0x60, parameters, ...Array(parameters).fill(I32), 0])),
    ...section(3, 2, 0, 1),
    ...section(5, 1, 0, 3),
    ...section(7, 3, ...name('memory'), 2, 0, ...name('one'), 0, 0, ...name('two'), 0, 1),
    ...section(10, 2, ...functions.flatMap(({ code }) => [...unsigned(code.length), ...code])),
  ]),
  lanes: [STATES, STATES + LANE],
  room: LANE,
} as const;
