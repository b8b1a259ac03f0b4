import { expect, test } from 'vitest';
import { Kept } from './kept.ts';

test('what was kept first goes first, when there is no room', () => {
  const kept = new Kept<string, number>(128);
  for (let i = 0; i < 64; i++) kept.keep(`k${i}`, i, 2);
  expect(kept.get('k0')).toBe(0);
  kept.keep('more', 1, 2);
  expect(kept.get('k0')).toBeUndefined();
  expect(kept.get('k1')).toBe(1);
  expect(kept.get('more')).toBe(1);
});

test('what is kept again counts once; what is forgotten makes room', () => {
  const kept = new Kept<string, number>(128);
  for (let i = 0; i < 100; i++) kept.keep('same', i, 2);
  expect(kept.get('same')).toBe(99);
  for (let i = 0; i < 63; i++) kept.keep(`k${i}`, i, 2);
  expect(kept.get('same')).toBe(99);
  kept.forget('k5');
  kept.forget('never');
  kept.keep('more', 1, 2);
  expect(kept.get('same')).toBe(99);
  expect(kept.get('k5')).toBeUndefined();
});

test('what is large is not kept', () => {
  const kept = new Kept<string, number>(128);
  kept.keep('large', 1, 3);
  expect(kept.get('large')).toBeUndefined();
});
