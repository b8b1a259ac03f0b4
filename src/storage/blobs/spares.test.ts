import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SpareFiles } from './spares.ts';

const MIB = 1024 * 1024;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a spare file is kept for ten seconds, and no more than 256 MiB of them', () => {
  const removed: number[] = [];
  const spares = new SpareFiles((id) => removed.push(id));
  for (const id of [1, 2, 3]) spares.add(id, 100 * MIB);
  expect(removed).toEqual([1]);
  vi.advanceTimersByTime(9_999);
  expect(spares.take(60 * MIB)).toBe(2);
  vi.advanceTimersByTime(1);
  expect(removed).toEqual([1, 3]);
  expect(spares.take(60 * MIB)).toBeUndefined();
  expect([MIB - 1, MIB, 256 * MIB, 256 * MIB + 1].map(SpareFiles.worth)).toEqual([false, true, true, false]);
});

test('what would fill less than half of a spare file gets none', () => {
  const spares = new SpareFiles(() => {});
  spares.add(1, 4 * MIB);
  expect(spares.take(2 * MIB - 1)).toBeUndefined();
  expect(spares.take(2 * MIB)).toBe(1);
});
