import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merged, packed, percentile, samplesOf, samplesOfSet, unpackedValues } from './distribution.ts';
import { statisticOf } from './statistic.ts';

test('many different values stay within a hundredth of themselves', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 }), (values) => {
      const samples = samplesOf(values, undefined);
      expect(samples.count).toBe(values.length);
      const sorted = [...values].sort((a, b) => a - b);
      for (const percent of [0, 10, 50, 99, 100]) {
        const exact = sorted[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)] as number;
        const found = percentile(samples, percent) as number;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.01 + 1e-9);
      }
      const again = unpackedValues(packed(samples), samples.min, samples.count);
      expect([...(again ?? [])].reduce((sum, [, count]) => sum + count, 0)).toBe(values.length);
    }),
  );
});

test('a set of several values has no percentiles, nor has what it is merged into', () => {
  const set = samplesOfSet({ SampleCount: 3, Sum: 6, Minimum: 1, Maximum: 3 });
  expect([percentile(set, 50), packed(set), unpackedValues('', 1, 3)]).toEqual([undefined, '', undefined]);
  expect(merged(set, samplesOf([1], undefined)).values).toBeUndefined();
  expect(percentile(samplesOfSet({ SampleCount: 3, Sum: 6, Minimum: 2, Maximum: 2 }), 99)).toBe(2);
});

test('statistics by name', () => {
  expect(['Sum', 'p99', 'p99.95', 'p100'].map((name) => typeof statisticOf(name))).toEqual(Array(4).fill('function'));
  expect(['tm90', 'TM(10%:90%)', 'IQM', 'wm99', 'PR(:300)'].map(statisticOf)).toEqual(Array(5).fill('known'));
  expect(['sum', 'p101', 'p', 'toString', ''].map(statisticOf)).toEqual(Array(5).fill(undefined));
});
