import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merged, type Samples, samplesOf, samplesOfSet } from './distribution.ts';
import { packed, unpacked } from './packing.ts';

const told = ({ count, sum, min, max, values }: Samples) => ({ count, sum, min, max, values: values && [...values].sort() });
const again = (samples: Samples) => told(unpacked(samples.sum, packed(samples)));
const number = fc.oneof(fc.double({ noNaN: true, min: -(2 ** 360), max: 2 ** 360 }), fc.integer(), fc.float({ noNaN: true }));
const positive = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0.001, max: 1e9, noNaN: true }));

test('what is unpacked is what was packed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number, positive), { minLength: 1, maxLength: 400 }), (given) => {
      const samples = samplesOf(
        given.map(([value]) => value + 0), // a zero has no sign
        given.map(([, count]) => count),
      );
      expect(again(samples)).toEqual(told(samples));
      expect(again(merged([samples, samplesOf([1], undefined)]))).toEqual(told(merged([samples, samplesOf([1], undefined)])));
    }),
  );
});

test('parts of samples are as many as they were, in whatever order they came', () => {
  const samples = samplesOf([1.5e-323, 0, 1.5e-323, 0], [0.001, 1, 0.001, 0.001]);
  expect(again(samples)).toEqual(told(samples));
});

test('sets keep that they have no values, or one', () => {
  for (const set of [
    { SampleCount: 3, Sum: 6, Minimum: 1, Maximum: 3 },
    { SampleCount: 3, Sum: 6, Minimum: 2, Maximum: 2 },
    { SampleCount: 1, Sum: 6, Minimum: 2, Maximum: 2 },
    { SampleCount: 1, Sum: 6, Minimum: 1, Maximum: 9 },
  ])
    expect(again(samplesOfSet(set))).toEqual(told(samplesOfSet(set)));
});

test('one sample has no bytes, four of a minute few', () => {
  expect(packed(samplesOf([0.1], undefined))).toBeNull();
  expect(packed(samplesOf([15_000, 30_000, 45_000, 60_000], undefined))?.length).toBe(17);
  expect(packed(samplesOf([0, 0, 0, 0], undefined))?.length).toBe(3);
});

test('what an earlier version wrote is read', () => {
  expect(told(unpacked(6, '[3.0,1.0,3.0,null]'))).toEqual(told(samplesOfSet({ SampleCount: 3, Sum: 6, Minimum: 1, Maximum: 3 })));
  expect(told(unpacked(7, '[3.0,2.0,3.0,[2,2,3,1]]'))).toEqual(told(samplesOf([2, 2, 3], undefined)));
});
