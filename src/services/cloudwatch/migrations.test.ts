import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Database } from '#storage';
import { gathered } from './interval.ts';
import { migrations } from './migrations.ts';
import { MetricStore } from './store.ts';

test('points of an earlier version are taken over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-cloudwatch-'));
  const database = new Database(join(folder, 'meta.db'));
  database.migrate('cloudwatch', migrations.slice(0, 1));
  database.transaction(() => {
    database.statement(`INSERT INTO cloudwatch_metric VALUES (7, '1', 'r', 'n', 'm', '[]', 10000)`).run();
    const insert = database.statement('INSERT INTO cloudwatch_point VALUES (7, ?, ?, ?, ?, ?, ?, ?, ?)');
    insert.run(60, 0, 'None', 1, 0.1, 0.1, 0.1, null);
    insert.run(60, 60, 'None', 3, 6, 2, 2, null);
    insert.run(60, 120, 'None', 3, 6, 1, 3, '');
    insert.run(300, 0, 'None', 3, 7, 2, 3, '[2,2,3,1]');
    insert.run(1, 180, 'Count', 1, 5, 5, 5, null);
  });
  const store = new MetricStore(database);
  expect(store.find({ account: '1', region: 'r' }, { namespace: 'n', name: 'm', dimensions: [] })).toBe(7);
  const told = (unit: string, period: number) =>
    [...(gathered(store, 7, period, { start: 0, end: 600 }, unit).get(unit) ?? [])].map(
      ([at, { count, sum, min, max, values }]) => [at, count, sum, min, max, values && [...values]],
    );
  expect(told('None', 60)).toEqual([
    [0, 1, 0.1, 0.1, 0.1, [[0.1, 1]]],
    [60, 3, 6, 2, 2, [[2, 3]]],
    [120, 3, 6, 1, 3, undefined],
  ]);
  expect(told('Count', 1)).toEqual([[180, 1, 5, 5, 5, [[5, 1]]]]);
  expect(told('None', 300)[0]?.slice(0, 5)).toEqual([0, 10, 19.1, 0.1, 3]);
  database.close();
  rmSync(folder, { recursive: true });
});
