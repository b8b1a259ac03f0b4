import { badMarker } from './errors.ts';

interface Paged {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly more: { readonly NextMarker?: string; readonly Truncated: boolean };
}

/** One page of things in the order of their names. */
export function pageOf<Item>(all: readonly Item[], nameOf: (item: Item) => string, input: Paged, most: number): Page<Item> {
  const after = input.Marker === undefined ? undefined : opened(input.Marker);
  const rest = after === undefined ? all : all.filter((item) => nameOf(item) > after);
  const items = rest.slice(0, Math.min(input.Limit ?? most, most));
  const last = items.at(-1);
  if (items.length === rest.length || !last) return { items, more: { Truncated: false } };
  return { items, more: { NextMarker: Buffer.from(`k${nameOf(last)}`).toString('base64url'), Truncated: true } };
}

function opened(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString('utf8');
  if (!text.startsWith('k')) throw badMarker();
  return text.slice(1);
}
