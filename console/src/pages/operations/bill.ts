import { useQuery } from '@tanstack/react-query';
import { own } from '../../aws/index.ts';

export interface BillLine {
  readonly type: string;
  readonly name: string;
  readonly region: string;
  readonly application?: string;
  readonly label: string;
  readonly quantity: number;
  readonly unit: string;
  readonly perUnit: number;
  readonly cost: number;
  readonly group: string;
}

export interface Bill {
  readonly total: number;
  readonly groups: readonly { readonly name: string; readonly cost: number }[];
  readonly lines: readonly BillLine[];
}

interface Report {
  readonly from: string;
  readonly to: string;
  readonly prices: Readonly<Record<string, unknown>>;
  readonly metered: Bill;
  readonly month: Bill;
}

/** Dollars; small sums keep their digits. */
export const money = (dollars: number): string => `$${dollars < 1 && dollars > 0 ? dollars.toFixed(4) : dollars.toFixed(2)}`;

/** The bill of the account: of its applications, or by the value of a tag. */
export const useCost = (tag = '') =>
  useQuery({
    queryKey: ['cost', tag],
    queryFn: () => own<Report>(`cost${tag === '' ? '' : `?by=${encodeURIComponent(`tag:${tag}`)}`}`),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
