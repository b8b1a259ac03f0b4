import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { md5Of } from './md5.ts';

const LENGTHS = [0, 1, 512 * 1024, 512 * 1024 + 1, 5_000_000];

test.each(LENGTHS)('%i bytes hash to the same beside the event loop as on it, whatever their cuts', async (length) => {
  const bytes = Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31) >>> 3));
  const expected = createHash('md5').update(bytes).digest();
  for (const step of [65_536, 700_001]) {
    for (const announced of [10_000_000, 0]) {
      const md5 = md5Of(announced);
      for (let at = 0; at < length; at += step) await md5.update(bytes.subarray(at, at + step));
      expect(await md5.digest()).toEqual(expected);
    }
  }
});

test('bodies that come at the same time are kept apart, and one that is given up disturbs none', async () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
  const chunk = (letter: string) => Buffer.alloc(300_000, letter);
  const all = letters.map(() => md5Of(3_000_000));
  for (let round = 0; round < 10; round++) {
    await Promise.all(all.map((md5, i) => (i === 2 && round > 5 ? undefined : md5.update(chunk(letters[i] as string)))));
    if (round === 5) all[2]?.abandon();
  }
  for (const [i, md5] of all.entries()) {
    if (i === 2) continue;
    const expected = createHash('md5').update(Buffer.alloc(3_000_000, letters[i])).digest();
    expect(await md5.digest()).toEqual(expected);
  }
});
