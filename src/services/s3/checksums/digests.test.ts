import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ALGORITHMS, algorithmNames, type ComputedAlgorithm } from './algorithms.ts';
import { digestsOf } from './digests.ts';

const LENGTHS = [0, 1, 512 * 1024, 512 * 1024 + 1, 5_000_000];

test.each(LENGTHS)('%i bytes have the same digests beside the event loop as on it, whatever their cuts', async (length) => {
  const bytes = Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31) >>> 3));
  const expected = new Map(
    algorithmNames.map((name) => {
      const hasher = ALGORITHMS[name].create();
      hasher.update(bytes);
      return [name, Buffer.from(hasher.digest())];
    }),
  );
  for (const step of [65_536, 700_001]) {
    for (const announced of [10_000_000, 0]) {
      const digests = digestsOf(announced, algorithmNames);
      for (let at = 0; at < length; at += step) await digests.update(bytes.subarray(at, at + step));
      expect(await digests.digest()).toEqual(expected);
    }
  }
});

test('bodies that come at the same time are kept apart, and one that is given up disturbs none', async () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
  const chunk = (letter: string) => Buffer.alloc(300_000, letter);
  const all = letters.map(() => digestsOf(3_000_000, ['MD5', 'CRC64NVME']));
  for (let round = 0; round < 10; round++) {
    await Promise.all(all.map((each, i) => (i === 2 && round > 5 ? undefined : each.update(chunk(letters[i] as string)))));
    if (round === 5) all[2]?.abandon();
  }
  for (const [i, digests] of all.entries()) {
    if (i === 2) continue;
    const alone = digestsOf(0, ['MD5', 'CRC64NVME']);
    alone.update(Buffer.alloc(3_000_000, letters[i]));
    expect(await digests.digest()).toEqual(await alone.digest());
  }
});

test('bodies of any length, digested side by side, have the digests they have alone', async () => {
  const lengths = [1_048_576, 1_048_631, 2_097_152 + 55, 2_097_152 + 56, 3_000_000, 524_289];
  const bodies = lengths.map((length, i) => Buffer.from(Uint8Array.from({ length }, (_, at) => (at * (i + 3)) >>> 5)));
  const all = bodies.map(() => digestsOf(3_000_000, ['MD5', 'CRC64NVME', 'SHA256']));
  const pass = async (i: number) => {
    const body = bodies[i] as Buffer;
    for (let at = 0; at < body.length; at += 65_536) await all[i]?.update(body.subarray(at, at + 65_536));
    return all[i]?.digest();
  };
  const digests = await Promise.all(bodies.map((_, i) => pass(i)));
  for (const [i, body] of bodies.entries()) {
    expect(digests[i]?.get('MD5')?.toString('hex')).toBe(createHash('md5').update(body).digest('hex'));
    expect(digests[i]?.get('SHA256')?.toString('hex')).toBe(createHash('sha256').update(body).digest('hex'));
  }
});

test('a thread that dies fails the bodies it had a part in, without keeping their memory; the next ones are digested', async () => {
  const bytes = Buffer.alloc(30_000_000, 'x');
  const underway = Array.from({ length: 3 }, () => digestsOf(bytes.length, ['MD5', 'SHA256']));
  for (const each of underway) void each.update(bytes.subarray(0, 600_000));
  const deadly = digestsOf(bytes.length, ['no such digest' as ComputedAlgorithm]);
  for (const each of [...underway, deadly]) await expect(each.digest()).rejects.toThrow(/digest|thread/i);
  for (const each of underway) expect(await each.update(bytes.subarray(0, 600_000))).toBeUndefined();
  // more than may be under way, had they kept theirs
  for (let round = 0; round < 3; round++) {
    const next = digestsOf(bytes.length, ['MD5', 'SHA256']);
    for (let at = 0; at < bytes.length; at += 1_000_000) await next.update(bytes.subarray(at, at + 1_000_000));
    const md5 = createHash('md5').update(bytes).digest();
    expect((await next.digest()).get('MD5')).toEqual(md5);
  }
});
