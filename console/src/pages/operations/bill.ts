import { useQuery } from '@tanstack/react-query';
import type { CostReport } from '#shapes/cost';
import { own } from '../../aws/index.ts';

/** Dollars; small sums keep their digits, and what is not nothing does not look like it. */
export const money = (dollars: number): string =>
  dollars > 0 && dollars < 0.0001 ? '<$0.0001' : `$${dollars < 1 && dollars > 0 ? dollars.toFixed(4) : dollars.toFixed(2)}`;

/** `0.02 KPU-hours`, `<0.001 GB`, `30 requests`. */
export const used = (quantity: number, unit: string): string =>
  `${quantity > 0 && quantity < 0.001 ? '<0.001' : quantity.toLocaleString('en', { maximumSignificantDigits: quantity < 1 ? 2 : 6 })} ${unit}`;

/** `$0.11 per KPU-hour`; of what is cheap, so many that the price can be read: `$0.014 per million units`. */
export const priceOf = (perUnit: number, unit: string): string => {
  const one = unit.replace(/s$/, '');
  const digits = (price: number) => `$${price.toLocaleString('en', { maximumSignificantDigits: 4 })}`;
  return perUnit > 0 && perUnit < 0.001 ? `${digits(perUnit * 1e6)} per million ${unit}` : `${digits(perUnit)} per ${one}`;
};

/** The bill of the account: of its applications, or by the value of a tag. */
export const useCost = (tag = '') =>
  useQuery({
    queryKey: ['cost', tag],
    queryFn: () => own<CostReport>(`cost${tag === '' ? '' : `?by=${encodeURIComponent(`tag:${tag}`)}`}`),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
