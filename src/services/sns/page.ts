import { invalid } from './errors.ts';

/** aws: 100 a page — API reference, ListTopics and ListSubscriptions */
const PAGE = 100;

/** The rows after a place, as many as a page has. */
export function page<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  token: string | undefined,
): { found: Row[]; next?: string } {
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  if (token !== undefined && after === '') throw invalid('NextToken');
  const rest = rows.filter((row) => keyOf(row) > after);
  const found = rest.slice(0, PAGE);
  const last = found.at(-1);
  return { found, ...(last !== undefined && rest.length > PAGE && { next: Buffer.from(keyOf(last)).toString('base64url') }) };
}
