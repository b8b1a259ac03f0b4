import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock, silentLogger } from '#core';
import { Database } from '#storage';
import { samplesOf } from './distribution.ts';
import { openCloudWatch } from './index.ts';
import { gathered } from './interval.ts';
import { age } from './retention.ts';
import { MetricStore } from './store.ts';

const PLACE = { account: '012345678901', region: 'us-east-1' };
const METRIC = { namespace: 'n', name: 'm', dimensions: [] };
const HOUR = 3600;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1) / 1000;

let folder: string;
let database: Database;
let store: MetricStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-cloudwatch-'));
  database = new Database(join(folder, 'meta.db'));
  store = new MetricStore(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const put = (at: number, value: number, resolution = 60) =>
  store.put(PLACE, [{ ...METRIC, at, unit: 'None', resolution, samples: samplesOf([value], undefined) }]);
const sums = (period: number, end = START + DAY) => {
  const series = gathered(store, store.find(PLACE, METRIC) as number, period, { start: START, end }, undefined).get('None');
  return [...(series ?? [])].map(([at, { sum }]) => [at - START, sum]);
};

test('seconds live three hours, minutes 15 days, five minutes 63 days, hours 455 days', async () => {
  for (let second = 0; second < 600; second += 30) put(START + second, 1, 1);
  expect(sums(30)).toHaveLength(20);
  await age(store, START + 3 * HOUR);
  expect(sums(30)).toHaveLength(20);
  await age(store, START + 4 * HOUR);
  expect(sums(60)).toHaveLength(10);
  expect(sums(60)[0]).toEqual([0, 2]);
  await age(store, START + 15 * DAY + HOUR);
  expect(sums(60)).toEqual([]);
  expect(sums(300)).toEqual([
    [0, 10],
    [300, 10],
  ]);
  await age(store, START + 63 * DAY + HOUR);
  expect(sums(300)).toEqual([]);
  expect(sums(3600)).toEqual([[0, 20]]);
  await age(store, START + 456 * DAY);
  expect(store.find(PLACE, METRIC)).toBeUndefined();
});

test('what ages keeps its values for percentiles, and joins what came late', async () => {
  for (let minute = 0; minute < 5; minute++) put(START + minute * 60, minute + 1);
  await age(store, START + 15 * DAY + HOUR);
  put(START + 60, 9);
  expect(sums(300)).toEqual([[0, 24]]);
  const [samples] =
    gathered(store, 1, 300, { start: START, end: START + 300 }, undefined)
      .get('None')
      ?.values() ?? [];
  expect([...(samples?.values ?? [])].sort()).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 1],
    [9, 1],
  ]);
});

test('the service ages what it keeps once an hour, and publishes its own', async () => {
  const clock = fakeClock(START * 1000);
  const service = openCloudWatch({ database, notifier: { publish: async () => {} }, clock, logger: silentLogger });
  const scope = { ...PLACE, partition: 'aws' };
  service.publish(scope, 'n', [
    { MetricName: 'm', StorageResolution: 1, Value: 1 },
    { MetricName: 'm', Values: [1], Counts: [0] },
  ]);
  expect(sums(1)).toEqual([[0, 1]]);
  for (let hour = 0; hour < 5; hour++) {
    await clock.advance(HOUR * 1000);
    for (let i = 0; i < 5; i++) await new Promise((done) => setImmediate(done));
  }
  expect([sums(1), sums(60)]).toEqual([[[0, 1]], [[0, 1]]]);
  expect(store.hasOld(1, 1, START + DAY)).toBe(false);
  await service.close();
});

test('a metric that came back is found again after it was forgotten', () => {
  put(START, 1);
  store.forget(START + HOUR);
  put(START + 60, 2);
  expect(store.find(PLACE, METRIC)).toBeDefined();
});
