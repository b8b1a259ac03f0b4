import { expect, it } from 'vitest';
import { money, priceOf, used } from './bill.ts';

it('what is not nothing does not look like it', () => {
  expect([0, 0.00001, 0.0042, 176.937].map(money)).toEqual(['$0.00', '<$0.0001', '$0.0042', '$176.94']);
  expect([used(0, 'GB'), used(0.0000004, 'GB'), used(0.0171, 'KPU-hours'), used(30, 'units')]).toEqual([
    '0 GB',
    '<0.001 GB',
    '0.017 KPU-hours',
    '30 units',
  ]);
});

it('a price is told of so many that it can be read', () => {
  expect(priceOf(0.11, 'KPU-hours')).toBe('$0.11 per KPU-hour');
  expect(priceOf(0.014 / 1_000_000, 'units')).toBe('$0.014 per million units');
  expect(priceOf(0.000005, 'requests')).toBe('$5 per million requests');
});
