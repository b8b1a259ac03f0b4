import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countingIds } from '#core';
import { accountOfAccessKeyId, newAccessKeyId } from './access-key-id.ts';

it('has the form of AWS', () => {
  expect(newAccessKeyId('AKIA', '123456789012', countingIds())).toMatch(/^AKIA[Q-Z2-7][A-Z2-7]{15}$/);
});

it('carries its account', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), fc.integer({ min: 1 }), (number, seed) => {
      const account = number.toString().padStart(12, '0');
      expect(accountOfAccessKeyId(newAccessKeyId('ASIA', account, countingIds(seed)))).toBe(account);
    }),
  );
});

it('knows the account of an id that AWS has published', () => {
  // — the example of the article the layout is known from
  expect(accountOfAccessKeyId('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753');
});

it('finds none in other texts', () => {
  for (const id of ['', 'AKIA', 'AKIAIOSFODNN7EXAMPL1', 'test', 'AROAQNZGKIQY56JQ7WML']) {
    expect(accountOfAccessKeyId(id)).toBeUndefined();
  }
});
