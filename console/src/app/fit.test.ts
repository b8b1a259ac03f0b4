import { expect, it } from 'vitest';
import { best } from './fit.ts';

const named = (...titles: string[]) => titles.map((title) => ({ title }));

it('finds the start of a name before a word of it, that before any place, and letters in order last', () => {
  const all = named('o-r-d-e-r', 'reorders', 'my-orders', 'orders', 'goods');
  expect(best(all, 'order', 9)).toEqual(named('orders', 'my-orders', 'reorders', 'o-r-d-e-r'));
});

it('shows the first ones before anything is typed, and no more than it is asked for', () => {
  expect(best(named('a', 'b', 'c'), '', 2)).toEqual(named('a', 'b'));
  expect(best(named('a1', 'a2', 'a3'), 'A', 2)).toEqual(named('a1', 'a2'));
});
