import { badNextToken } from './errors.ts';

/** aws: lists answer at most 50 — model; that 50 is also the default is unverified */
const DEFAULT_LIMIT = 50;

/** One page of rows that each have a name of their own; the token names the last row of the page before. */
export function page<Row>(
  rows: readonly Row[],
  request: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
  nameOf: (row: Row) => string,
): { rows: readonly Row[]; next: { NextToken?: string } } {
  const limit = request.Limit ?? DEFAULT_LIMIT;
  let from = 0;
  if (request.NextToken !== undefined) {
    const last = rows.findIndex((row) => nameOf(row) === request.NextToken);
    if (last < 0) throw badNextToken();
    from = last + 1;
  }
  const shown = rows.slice(from, from + limit);
  const last = shown.at(-1);
  const more = from + limit < rows.length && last !== undefined;
  return { rows: shown, next: more ? { NextToken: nameOf(last) } : {} };
}
