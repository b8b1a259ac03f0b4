import fc from 'fast-check';
import { expect, it } from 'vitest';
import { glob, matchTokens, tokens } from './glob.ts';

const matches = (pattern: string, text: string) => {
  const compiled = glob(tokens(pattern))(text);
  expect(matchTokens(tokens(pattern), text)).toBe(compiled);
  return compiled;
};

it.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['**', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'ba', false],
  ['*a', 'bca', true],
  ['*a', 'bcab', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a?c', 'a\u00e9c', true],
  ['a?c', 'a\u{1F600}c', false],
  ['a??c', 'a\u{1F600}c', true],
  ['*b*c', 'aabbcc', true],
  ['a*b?d', 'axbxbcd', true],
  ['a*b', 'a\nb', true],
  ['?*', '', false],
  ['*?', 'x', true],
  ['a.c', 'abc', false],
  ['ab*ab', 'ab', false],
  ['ab*ab', 'abab', true],
])('%j against %j: %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

it('agrees with a regular expression on everything', () => {
  const alphabet = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 10 });
  fc.assert(
    fc.property(alphabet, text, (pattern, value) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
      expect(matches(pattern, value)).toBe(expression.test(value));
    }),
    { numRuns: 2000 },
  );
});

it('does not explode on many stars', () => {
  const started = performance.now();
  expect(matches(`${'a*'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});
