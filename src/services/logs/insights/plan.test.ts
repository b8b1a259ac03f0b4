import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#core';
import { NOW } from '../../../../test/harness/logs.ts';
import { planQuery } from './plan.ts';

describe('a query', () => {
  it('of any text is planned or refused, and quickly', () => {
    const words = fc.constantFrom(
      ...'fields filter parse stats sort limit dedup display by as and or not like in count(*) bin(5m) @message a.b `x y` "a*b" \'c\' /r+/ 12 1.5 | , ( ) [ ] = != < >= =~ + - * / % ^ # desc avg( strlen('.split(
        ' ',
      ),
    );
    const queries = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(words, { maxLength: 40 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(queries, (query) => {
        const started = performance.now();
        try {
          planQuery(query, { now: NOW });
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AwsError);
          expect((thrown as AwsError).code).toBe('MalformedQueryException');
        }
        expect(performance.now() - started).toBeLessThan(250);
      }),
      { numRuns: 2000 },
    );
    expect(() => planQuery('('.repeat(9999), { now: NOW })).toThrow(AwsError);
    expect(() => planQuery(`filter ${'('.repeat(9000)}`, { now: NOW })).toThrow(AwsError);
    expect(() => planQuery(`filter ${'not '.repeat(2400)} a`, { now: NOW })).toThrow(AwsError);
  });
});
