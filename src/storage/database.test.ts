import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Database } from './database.ts';
import { Table } from './table.ts';

let dir: string;
let db: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-db-'));
  db = new Database(join(dir, 'meta.db'));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});
const here = { account: '000000000000', region: 'us-east-1' };
const table = () => new Table<{ n: number }>(db, { name: 't_thing', key: ['bucket', 'key'] });

test('a row is seen in its scope only', () => {
  table().in(here).put(['b', 'k'], { n: 1 });
  expect(table().in(here).get('b', 'k')).toEqual({ n: 1 });
  expect(
    table()
      .in({ ...here, account: '111111111111' })
      .get('b', 'k'),
  ).toBeUndefined();
  expect(
    table()
      .in({ ...here, region: 'eu-west-1' })
      .list(),
  ).toEqual([]);
});

test('a transaction that throws leaves nothing, its neighbours in the same commit stay', async () => {
  const rows = table().in(here);
  rows.put(['b', 'before'], { n: 1 });
  expect(() =>
    db.transaction(() => {
      rows.put(['b', 'gone'], { n: 2 });
      throw new Error('no');
    }),
  ).toThrow('no');
  rows.put(['b', 'after'], { n: 3 });
  await db.settled();
  db.close();
  db = new Database(join(dir, 'meta.db'));
  expect(
    table()
      .in(here)
      .entries()
      .map((e) => e.key[1]),
  ).toEqual(['after', 'before']);
});

test('lists by prefix, after, limit and direction in UTF-8 order', () => {
  const rows = table().in(here);
  for (const key of ['a', 'a/1', 'a/2', 'a/é', 'a/\u{1F600}', 'b']) rows.put(['x', key], { n: 0 });
  rows.put(['y', 'a/9'], { n: 0 });
  const keys = (range: object) => rows.entries(range).map((e) => e.key[1]);
  expect(keys({ under: ['x'], prefix: 'a/' })).toEqual(['a/1', 'a/2', 'a/é', 'a/\u{1F600}']);
  expect(keys({ under: ['x'], after: 'a/1', limit: 2 })).toEqual(['a/2', 'a/é']);
  expect(keys({ under: ['x'], descending: true, limit: 1 })).toEqual(['b']);
  expect(rows.count({ under: ['x'] })).toBe(6);
});
