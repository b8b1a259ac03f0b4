import { describe, expect, it } from 'vitest';
import { AwsError } from '#core';
import { type Collector, first, MAX_ROWS, NEWEST_FIRST, orderOf, statistics } from './collectors.ts';
import { Row } from './row.ts';
import type { Column, Expression } from './syntax.ts';

const context = { query: '', now: 0 };
const n: Expression = { kind: 'field', name: 'n' };
const row = (value: number) => {
  const made = new Row();
  made.set('n', value);
  return made;
};
const fill = (collector: Collector, count: number) => {
  for (let i = 0; i < count; i++) collector.add(row((i * 7919) % count));
};
const TOO_LARGE = 'The query keeps more than 100000 rows. Limit it, or narrow its time.';

describe('what a query keeps', () => {
  it('is the first of all, and no more than it needs on the way', () => {
    const collector = first(3, orderOf([{ expression: n, descending: true }], context));
    fill(collector, 50_000);
    expect(collector.rows().map((each) => each.get('n'))).toEqual([49_999, 49_998, 49_997]);
  });

  it('has an end: of rows, and of groups', () => {
    const rows = first(MAX_ROWS, NEWEST_FIRST);
    fill(rows, MAX_ROWS);
    expect(() => fill(rows, 1)).toThrow(TOO_LARGE);
    const by: Column = { expression: n, name: 'n', aliased: false };
    const groups = statistics([{ ...by, expression: { kind: 'call', name: 'count', operands: [], start: 0 } }], [by], context);
    fill(groups, MAX_ROWS);
    fill(groups, MAX_ROWS);
    expect(() => groups.add(row(-1))).toThrow(AwsError);
  });
});
