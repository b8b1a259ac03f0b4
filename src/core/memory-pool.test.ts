import { expect, test } from 'vitest';
import { LARGEST_LENT, MemoryPool } from './memory-pool.ts';

test('memory is lent again, to nobody twice, and not beyond what may be kept', () => {
  const pool = new MemoryPool();
  const first = pool.take(100_000);
  expect(first.length).toBeGreaterThanOrEqual(100_000);
  pool.give(first.subarray(0, 10));
  const again = pool.take(70_000);
  expect(again.buffer).toBe(first.buffer);
  expect(pool.take(70_000).buffer).not.toBe(first.buffer);

  const many = Array.from({ length: 100 }, () => pool.take(LARGEST_LENT));
  for (const each of many) pool.give(each);
  const lent = new Set(Array.from({ length: 100 }, () => pool.take(LARGEST_LENT).buffer));
  expect(many.filter(({ buffer }) => lent.has(buffer)).length).toBeLessThan(10);
});

test('what is small, too large, or a part from the middle is left to the collector', () => {
  const pool = new MemoryPool();
  for (const foreign of [pool.take(10), pool.take(LARGEST_LENT + 1), pool.take(100_000).subarray(1), Buffer.from('x')]) {
    pool.give(foreign);
    expect(pool.take(foreign.length).buffer).not.toBe(foreign.length > 4096 ? foreign.buffer : undefined);
  }
});
