import { describe, expect, it } from 'vitest';
import { totpCode, totpMatch, totpStep } from './totp.ts';

/** — RFC 6238, appendix B: the seed, the times, and the last six of its eight digits */
const seed = Buffer.from('12345678901234567890');

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('at %i seconds', (seconds, code) => {
  expect(totpCode(seed, totpStep(seconds * 1000))).toBe(code);
});

describe('a code is found', () => {
  const around = totpStep(1234567890_000);
  const [earlier, now, next] = [-1, 0, 1].map((of) => totpCode(seed, around + of));
  const found = (codes: (string | undefined)[], reach: number, after = 0) =>
    totpMatch(seed, codes.map(String), { around, reach, after });

  it('in reach', () => {
    expect(found([now], 0)).toBe(around);
    expect(found([earlier], 0)).toBeUndefined();
    expect(found([earlier], 1)).toBe(around - 1);
    expect(found(['000000'], 1)).toBeUndefined();
  });
  it('after the last one', () => {
    expect(found([now], 1, around)).toBeUndefined();
    expect(found([next], 1, around)).toBe(around + 1);
  });
  it('with the one that follows it', () => {
    expect(found([earlier, now], 1)).toBe(around - 1);
    expect(found([now, earlier], 1)).toBeUndefined();
    expect(found([now, now], 1)).toBeUndefined();
  });
});
