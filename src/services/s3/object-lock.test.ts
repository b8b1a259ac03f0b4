import { expect, test } from 'vitest';
import { isLocked } from './object-lock.ts';

test('a lock ends in the second it is said to end in', () => {
  const retention = { mode: 'COMPLIANCE', until: 10_426 } as const;
  expect(isLocked({ retention }, 9_999)).toBe(true);
  expect(isLocked({ retention }, 10_000)).toBe(false);
});
