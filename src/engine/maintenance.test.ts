import { expect, test } from 'vitest';
import { windowIsOpen } from './maintenance.ts';

test.each([
  ['03:00', '02:59', false],
  ['03:00', '03:00', true],
  ['03:00', '10:59', true],
  ['03:00', '11:00', false],
  ['22:30', '23:00', true],
  ['22:30', '06:29', true],
  ['22:30', '06:30', false],
  ['22:30', '22:29', false],
])('a window from %s is open at %s: %s', (start, time, open) => {
  expect(windowIsOpen(start, Date.parse(`2026-01-02T${time}:30Z`))).toBe(open);
});
