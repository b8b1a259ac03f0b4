import { useQuery } from '@tanstack/react-query';
import type { CostReport } from '#shapes/cost';
import { own } from '../../aws/index.ts';

/** Dollars; small sums keep their digits. */
export const money = (dollars: number): string => `$${dollars < 1 && dollars > 0 ? dollars.toFixed(4) : dollars.toFixed(2)}`;

/** The bill of the account: of its applications, or by the value of a tag. */
export const useCost = (tag = '') =>
  useQuery({
    queryKey: ['cost', tag],
    queryFn: () => own<CostReport>(`cost${tag === '' ? '' : `?by=${encodeURIComponent(`tag:${tag}`)}`}`),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
