import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merged, percentile, samplesOf, samplesOfSet } from './distribution.ts';
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
    }),
  );
});

test('a set of several values has no percentiles, nor has what it is merged into', () => {
  const set = samplesOfSet({ SampleCount: 3, Sum: 6, Minimum: 1, Maximum: 3 });
  expect(percentile(set, 50)).toBeUndefined();
  expect(merged([set, samplesOf([1], undefined)]).values).toBeUndefined();
  expect(percentile(samplesOfSet({ SampleCount: 3, Sum: 6, Minimum: 2, Maximum: 2 }), 99)).toBe(2);
});

test('statistics by name', () => {
  expect(['Sum', 'p99', 'p99.95', 'p100'].map((name) => typeof statisticOf(name))).toEqual(Array(4).fill('function'));
  const ten = samplesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], undefined);
  const of = (name: string) => statisticOf(name)?.(ten);
  // aws: — CloudWatch user guide, Statistics definitions
  expect(['tm90', 'TM(10%:90%)', 'TM(20%:)', 'IQM'].map(of)).toEqual([5, 5.5, 142 / 8, 5.5]);
  expect(['TM(3:8)', 'TC(3:8)', 'TS(3:8)', 'PR(3:8)', 'PR(:3)', 'PR(9:)'].map(of)).toEqual([6, 5, 30, 50, 30, 10]);
  expect(['wm90', 'WM(10%:90%)', 'WM(:5)'].map(of)).toEqual([(45 + 9) / 10, (2 + 44 + 9) / 10, (15 + 25) / 10]);
  expect(['tc90', 'ts90', 'TM(1000:2000)', 'TC(1000:2000)'].map(of)).toEqual([9, 45, undefined, 0]);
  expect(statisticOf('tm50')?.(samplesOf([7], undefined))).toBe(7);
  const unknown = samplesOfSet({ SampleCount: 3, Sum: 6, Minimum: 1, Maximum: 3 });
  expect(statisticOf('tm90')?.(unknown)).toBeUndefined();
  const wrong = ['TM(:)', 'TM(90%:10%)', 'TM(10:90%)', 'TM(:101%)', 'PR(10%:90%)', 'tm101', 'TM(a:b)', 'TM(.:1)'];
  expect(wrong.map(statisticOf)).toEqual(Array(wrong.length).fill(undefined));
  expect(['sum', 'p101', 'p', 'toString', ''].map(statisticOf)).toEqual(Array(5).fill(undefined));
});
