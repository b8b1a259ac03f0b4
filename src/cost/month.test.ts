import { describe, expect, it } from 'vitest';
import type { Kind } from './kinds.ts';
import type { UsageRow } from './ledger.ts';
import type { Presence } from './meters.ts';
import { monthOf } from './month.ts';
import { US_EAST_1 } from './prices.ts';

const place = { account: '111122223333', region: 'us-east-1' };
const row = (resource: string, kind: UsageRow['kind'], amount: number, day = '2026-06-30'): UsageRow => ({
  region: place.region,
  resource,
  kind,
  day,
  amount,
});
const there = (resource: string, perHour: Partial<Record<Kind, number>>): Presence => ({ place, resource, tags: {}, perHour });
/** Twelve hours before June ends. */
const NOON = Date.UTC(2026, 5, 30, 12);
const told = (about: { used?: UsageRow[]; recent?: UsageRow[]; present?: Presence[]; now?: number }) =>
  monthOf({ now: NOON, used: [], recent: [], present: [], ...about }, () => ({ tags: {} }), US_EAST_1, 'application');
const lines = (bill: ReturnType<typeof told>) =>
  bill.lines.map(({ name, kind, quantity, tooYoung }) => [
    name,
    kind,
    Number(quantity.toFixed(6)),
    ...(tooYoung ? ['too young'] : []),
  ]);

describe('a month', () => {
  it('is what was metered in it, and what is there now for the hours that are left', () => {
    const bill = told({
      used: [row('stream/a', 'shard-hours', 100, '2026-06-02'), row('stream/gone', 'shard-hours', 5, '2026-06-03')],
      present: [there('stream/a', { 'shard-hours': 2 })],
    });
    expect(lines(bill)).toEqual([
      ['a', 'shard-hours', 124],
      ['gone', 'shard-hours', 5],
    ]);
    expect(bill).toMatchObject({ month: '2026-06', hoursLeft: 12 });
    expect([bill.total, bill.soFar]).toEqual([expect.closeTo(129 * 0.015), expect.closeTo(105 * 0.015)]);
    expect([bill.perHour, bill.wholeMonth]).toEqual([expect.closeTo(0.03), expect.closeTo(0.03 * 730)]);
  });

  it('has what is charged by the month in full, where it is there for all of it', () => {
    const alarm = there('alarm/a', { alarms: 1 / 730 });
    const bill = told({ present: [alarm], now: Date.UTC(2026, 5, 1) });
    expect(lines(bill)).toEqual([['a', 'alarms', 1]]);
    expect(bill.wholeMonth).toBeCloseTo(0.1);
    // as many of its hours are metered as are over
    const half = [row('alarm/a', 'alarms', 360 / 730)];
    expect(lines(told({ present: [alarm], used: half, now: Date.UTC(2026, 5, 16) }))).toEqual([['a', 'alarms', 1]]);
  });

  it('has the storage of KPUs', () => {
    const bill = told({ present: [there('application/a', { 'kpu-hours': 2, 'orchestration-kpu-hours': 1 })] });
    expect(lines(bill)).toEqual([
      ['a', 'kpu-hours', 24],
      ['a', 'orchestration-kpu-hours', 12],
      ['a', 'running-storage', Number(((2 * 50 * 12) / 720).toFixed(6))],
    ]);
  });

  it('carries forward what happens at the rate of yesterday and today', () => {
    const recent = [
      row('stream/a', 'put-units', 800, '2026-06-29'),
      row('stream/a', 'put-units', 400),
      row('stream/a', 'present-hours', 4, '2026-06-29'),
      row('stream/a', 'present-hours', 2),
      row('stream/gone', 'put-units', 5),
      row('stream/gone', 'present-hours', 10),
    ];
    const used = [row('stream/a', 'put-units', 5000)];
    expect(lines(told({ recent, used, present: [there('stream/a', {})] }))).toEqual([['a', 'put-units', 5000 + 200 * 12]]);
  });

  it('does not carry minutes forward: it has what was metered, and says so', () => {
    const used = [row('stream/a', 'put-units', 1_000_000), row('stream/a', 'present-hours', 0.05)];
    const bill = told({ used, recent: used, present: [there('stream/a', { 'shard-hours': 1 })], now: Date.UTC(2026, 5, 1, 1) });
    expect(lines(bill)).toEqual([
      ['a', 'shard-hours', 719],
      ['a', 'put-units', 1_000_000, 'too young'],
    ]);
    expect(bill.soFar).toBeCloseTo(0.014);
  });
});
