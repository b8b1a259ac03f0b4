import { expect, it } from 'vitest';
import { isWarm, newSegment } from './segment.ts';

const MIB = 1024 * 1024;

it('what this process wrote last is warm; what it found, and what was long ago, is not', () => {
  const segment = { ...newSegment('s', 1, 0), bytes: 40 * MIB };
  expect(isWarm(segment, 39 * MIB)).toBe(false);
  expect(isWarm({ ...segment, writtenFrom: 20 * MIB }, 20 * MIB)).toBe(true);
  expect(isWarm({ ...segment, writtenFrom: 20 * MIB }, 20 * MIB - 1)).toBe(false);
  expect(isWarm({ ...segment, writtenFrom: 0 }, 8 * MIB)).toBe(true);
  expect(isWarm({ ...segment, writtenFrom: 0 }, 8 * MIB - 1)).toBe(false);
});
