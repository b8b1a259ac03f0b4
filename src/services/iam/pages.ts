import { badMarker } from './errors.ts';

export interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly more: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/** aws: 100 where MaxItems is not given — developer guide of every List operation */
export const DEFAULT_ITEMS = 100;

/** One page of a list that is in the order of its keys; the marker is the last key that was shown. */
export function page<T>(list: readonly T[], key: (item: T) => string, input: PageInput): Page<T> {
  const after = input.Marker === undefined ? undefined : readMarker(input.Marker);
  const start = after === undefined ? 0 : firstAfter(list, key, after);
  const items = list.slice(start, start + (input.MaxItems ?? DEFAULT_ITEMS));
  const last = items.at(-1);
  if (last === undefined || start + items.length >= list.length) return { items, more: { IsTruncated: false } };
  return { items, more: { IsTruncated: true, Marker: Buffer.from(key(last)).toString('base64') } };
}

function firstAfter<T>(list: readonly T[], key: (item: T) => string, after: string): number {
  const found = list.findIndex((item) => key(item) > after);
  return found < 0 ? list.length : found;
}

function readMarker(marker: string): string {
  const bytes = Buffer.from(marker, 'base64');
  const key = bytes.toString('utf8');
  // what is not the base64 of a text was never made here
  if (marker === '' || bytes.toString('base64') !== marker || !Buffer.from(key).equals(bytes)) throw badMarker();
  return key;
}

/** The order of `page`. */
export const byKey =
  <T>(key: (item: T) => string) =>
  (a: T, b: T): number => {
    const [left, right] = [key(a), key(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
