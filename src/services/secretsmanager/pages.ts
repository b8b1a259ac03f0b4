import { badToken } from './errors.ts';

/** aws: results in one answer — model, MaxResultsType, and API reference */
const MOST = 100;

interface Paged {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of things that stand in the order of their keys, or against it. */
export function pageOf<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { MaxResults: wanted, NextToken: token }: Paged,
  most = MOST,
  order: 'asc' | 'desc' = 'asc',
): { readonly items: Item[]; readonly more: { readonly NextToken?: string } } {
  const behind = (key: string, after: string) => (order === 'asc' ? key > after : key < after);
  const sorted = [...all].sort((a, b) => (behind(keyOf(a), keyOf(b)) ? 1 : -1));
  const after = token === undefined ? undefined : opened(token);
  const rest = after === undefined ? sorted : sorted.filter((item) => behind(keyOf(item), after));
  const items = rest.slice(0, Math.min(wanted ?? most, most));
  const last = items.at(-1);
  if (items.length === rest.length || last === undefined) return { items, more: {} };
  return { items, more: { NextToken: Buffer.from(`s${keyOf(last)}`).toString('base64url') } };
}

function opened(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('s')) throw badToken();
  return text.slice(1);
}

/** A key that is ordered by a time, and by name where that is the same. */
export const byTime = (millis: number, name: string): string => `${String(millis).padStart(16, '0')} ${name}`;
