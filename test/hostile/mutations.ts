const WORDS = [
  '\0',
  '"',
  '{',
  '[',
  ']',
  '}',
  '<',
  '>',
  '&',
  '%',
  '%00',
  '../',
  '\r\n',
  '-1',
  '1e999',
  'null',
  '\u{1F600}',
  '\u00ff',
  '0x',
  '9'.repeat(40),
  '*'.repeat(50),
];

/** Bytes changed here and there: flipped, cut, doubled, swapped for what parsers stumble over. */
export function mutated(bytes: Buffer, roll: (below: number) => number): Buffer {
  let out = Buffer.from(bytes);
  for (let times = 1 + roll(4); times > 0; times--) {
    const at = roll(out.length + 1);
    const end = Math.min(out.length, at + 1 + roll(16));
    const pieces = [out.subarray(0, at), out.subarray(at, end), out.subarray(end)] as const;
    const [before, middle, after] = pieces;
    switch (roll(6)) {
      case 0:
        if (out.length > 0) out[at % out.length] = roll(256);
        break;
      case 1:
        out = Buffer.concat([before, after]);
        break;
      case 2:
        out = Buffer.concat([before, middle, middle, after]);
        break;
      case 3:
        out = Buffer.concat([before, Buffer.from(WORDS[roll(WORDS.length)] ?? ''), after]);
        break;
      case 4:
        out = Buffer.from(before);
        break;
      default:
        out = Buffer.concat([before, Buffer.alloc(1 + roll(2000), middle.length > 0 ? middle : 'x'), after]);
    }
  }
  return out;
}

const deep = (open: string, close: string, times: number) => JSON.parse(open.repeat(times) + close.repeat(times));
const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  2 ** 53,
  -(2 ** 63),
  '',
  '\0',
  '\ud800',
  'x'.repeat(100_000),
  '../../../etc/passwd',
  '${aws:username}',
  '*',
  [],
  {},
  [[]],
  deep('[', ']', 2000),
  JSON.parse('{"__proto__": {"a": 1}, "constructor": "x", "toString": 1}'),
];

/** A document with one of its values swapped for a strange one. */
export function strange(document: unknown, roll: (below: number) => number): unknown {
  if (roll(6) === 0 || typeof document !== 'object' || document === null) return STRANGE[roll(STRANGE.length)];
  const names = Object.keys(document);
  if (names.length === 0) return STRANGE[roll(STRANGE.length)];
  const chosen = names[roll(names.length)] as string;
  const copy = (Array.isArray(document) ? [...document] : { ...document }) as Record<string, unknown>;
  copy[chosen] = strange(copy[chosen], roll);
  return copy;
}
