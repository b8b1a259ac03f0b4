/**
 * Claim: metrics cost little more than the rows they are. A million points of a thousand metrics go in through PutMetricData, a
 * thousand at a time, and the same numbers into a plain SQLite table with the same key, in turns. Ratios of rates (plain's seconds by
 * ours) and of bytes on the disk per million points. Then GetMetricData of single metrics against a plain SELECT, and what is left
 * on the disk when minutes have become five minutes (after 15 days) and hours (after 63).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operations } from '#api/cloudwatch';
import { type Clock, silentLogger } from '#core';
import { openCloudWatch } from '#services/cloudwatch';
import { Database } from '#storage';

const POINTS = Number(process.argv[2] ?? 1_000_000);
const METRICS = 1000;
const TURNS = 10;
const MINUTES = Math.ceil(POINTS / METRICS / TURNS) * TURNS;
const DAY = 86_400_000;

const directory = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'millrace-bench-'));
const ours = new Database(join(directory, 'ours.db'));
const plain = new Database(join(directory, 'plain.db'));
plain.migrate('plain', [
  {
    name: '001',
    sql: 'CREATE TABLE point (metric INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (metric, at)) WITHOUT ROWID',
  },
]);

/** A clock whose days pass when the bench says so; `slept` when the housekeeping has nothing left to do. */
let later = 0;
let wake: () => void = () => {};
let slept: () => void = () => {};
const clock: Clock = {
  now: () => new Date(Date.now() + later),
  millis: () => Date.now() + later,
  elapsed: () => performance.now() + later,
  sleep: (_ms, signal) =>
    new Promise((resolve, reject) => {
      wake = resolve;
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      slept();
    }),
};
const cloudwatch = openCloudWatch({ database: ours, notifier: { publish: async () => {} }, clock, logger: silentLogger });
const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
async function ask<K extends keyof Operations & string>(
  name: K,
  input: Operations[K]['input'],
): Promise<Operations[K]['output']> {
  const operation = cloudwatch.service.operations[name];
  if (!operation || 'unsupported' in operation) throw new Error(name);
  const output = await operation.run(input as never, { scope, signal: new AbortController().signal } as never);
  await ours.settled();
  return output as never;
}

const seconds = async (work: () => unknown): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};
const pragma = (database: Database, name: string): number =>
  Object.values(database.statement(`PRAGMA ${name}`).get() as Record<string, number>)[0] as number;
/** Bytes of the pages in use. */
const bytes = (database: Database): number =>
  (pragma(database, 'page_count') - pragma(database, 'freelist_count')) * pragma(database, 'page_size');
const value = (metric: number, minute: number): number => ((metric * 7919 + minute * 104_729) % 100_003) / 7;

const first = Math.floor((Date.now() - (MINUTES + 10) * 60_000) / 60_000) * 60_000;
const [none, bare] = [bytes(ours), bytes(plain)];
let [put, inserted] = [0, 0];
for (let turn = 0; turn < TURNS; turn++) {
  const minutes = Array.from({ length: MINUTES / TURNS }, (_, i) => turn * (MINUTES / TURNS) + i);
  put += await seconds(async () => {
    for (const minute of minutes) {
      const Timestamp = new Date(first + minute * 60_000);
      const MetricData = Array.from({ length: METRICS }, (_, metric) => ({
        MetricName: 'load',
        Dimensions: [{ Name: 'host', Value: `host-${metric}` }],
        Timestamp,
        Value: value(metric, minute),
      }));
      await ask('PutMetricData', { Namespace: 'bench', MetricData });
    }
  });
  inserted += await seconds(async () => {
    for (const minute of minutes) {
      const at = first / 1000 + minute * 60;
      plain.transaction(() => {
        const insert = plain.statement('INSERT OR REPLACE INTO point (metric, at, value) VALUES (?, ?, ?)');
        for (let metric = 0; metric < METRICS; metric++) insert.run(metric, at, value(metric, minute));
      });
      await plain.settled();
    }
  });
}
const count = METRICS * MINUTES;
const size = bytes(ours) - none;
const perMillion = (of: number) => ((of / count) * 1e6) / 1048576;
console.log(`${count} points of ${METRICS} metrics, a thousand in each call`);
console.log(`written: ${(inserted / put).toFixed(2)} of plain SQLite's rate (${Math.round(count / put)} points/s here)`);
const disk = size / (bytes(plain) - bare);
console.log(`disk:    ${disk.toFixed(2)} times plain SQLite's (${perMillion(size).toFixed(1)} MiB per million points)`);

const range = { StartTime: new Date(first), EndTime: new Date(first + MINUTES * 60_000) };
let [got, selected] = [0, 0];
for (let metric = 0; metric < METRICS; metric += 10) {
  const Metric = { Namespace: 'bench', MetricName: 'load', Dimensions: [{ Name: 'host', Value: `host-${metric}` }] };
  const query = { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Average' } };
  let found = 0;
  got += await seconds(async () => {
    const { MetricDataResults } = await ask('GetMetricData', { MetricDataQueries: [query], ...range });
    found = MetricDataResults?.[0]?.Values?.length ?? 0;
  });
  selected += await seconds(() => {
    const rows = plain.statement('SELECT at, value FROM point WHERE metric = ? AND at >= ? AND at < ?');
    const all = [...(rows.all(metric, first / 1000, first / 1000 + MINUTES * 60) as Iterable<unknown>)];
    if (all.length !== found) throw new Error(`${found} points instead of ${all.length}`);
  });
}
console.log(`read:    ${(selected / got).toFixed(2)} of plain SQLite's rate (a metric's ${MINUTES} points at a time)`);

for (const [days, what] of [
  [16, 'five minutes'],
  [64, 'hours'],
] as const) {
  later = days * DAY;
  const done = new Promise<void>((resolve) => {
    slept = resolve;
  });
  const took = await seconds(async () => {
    wake();
    await done;
  });
  await ours.settled();
  const left = (bytes(ours) - none) / size;
  const rate = Math.round(count / took);
  console.log(`after ${days} days, ${what}: ${left.toFixed(3)} of the disk is left (rolled up at ${rate} points/s)`);
}
await cloudwatch.close();
ours.close();
plain.close();
rmSync(directory, { recursive: true });
