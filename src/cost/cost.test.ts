import { describe, expect, it } from 'vitest';
import { fakeClock, silentLogger } from '#core';
import { Database } from '#storage';
import { ApplicationUsage } from './applications.ts';
import { billOf } from './bill.ts';
import { UsageLedger } from './ledger.ts';
import { Meters, type Presence } from './meters.ts';
import { pricesFrom, US_EAST_1 } from './prices.ts';

const place = { account: '111122223333', region: 'us-east-1' };
const MIDNIGHT = Date.UTC(2026, 0, 2);
const HOUR = 3_600_000;

const amounts = (ledger: UsageLedger, from = '2026-01-01', to = '2026-01-31') =>
  Object.fromEntries(
    ledger
      .used(place.account, from, to)
      .map(({ day, resource, kind, amount }) => [`${day} ${resource} ${kind}`, Number(amount.toFixed(6))]),
  );

describe('the ledger', () => {
  it('spreads what was used over midnight onto its days', () => {
    const ledger = new UsageLedger(new Database(':memory:'));
    ledger.spread(place, 'stream/a', 'shard-hours', 4, MIDNIGHT - HOUR, MIDNIGHT + 3 * HOUR);
    expect(amounts(ledger)).toEqual({ '2026-01-01 stream/a shard-hours': 1, '2026-01-02 stream/a shard-hours': 3 });
    expect(ledger.used('999999999999', '2026-01-01', '2026-01-31')).toEqual([]);
  });

  it('lets go of what is older than 400 days, and of resources of which nothing is left', () => {
    const ledger = new UsageLedger(new Database(':memory:'));
    ledger.describe(place, 'stream/a', { tags: { team: 'x' } });
    ledger.add(place, 'stream/a', 'put-units', 1, MIDNIGHT);
    ledger.expire(MIDNIGHT + 399 * 24 * HOUR);
    expect(ledger.resource(place, 'stream/a').tags).toEqual({ team: 'x' });
    ledger.expire(MIDNIGHT + 402 * 24 * HOUR);
    expect(amounts(ledger)).toEqual({});
    expect(ledger.resource(place, 'stream/a').tags).toEqual({});
  });
});

describe('what is told of resources', () => {
  it('is told again where it could not be written', () => {
    const ledger = new UsageLedger(new Database(':memory:'));
    const told = () => ledger.describe(place, 'stream/a', { tags: { team: 'x' } });
    const undone = () =>
      ledger.transaction(() => {
        told();
        throw new Error('disk full');
      });
    expect(undone).toThrow('disk full');
    ledger.transaction(told);
    expect(ledger.resource(place, 'stream/a').tags).toEqual({ team: 'x' });
  });
});

describe('meters', () => {
  const stand = () => {
    const clock = fakeClock(MIDNIGHT);
    const ledger = new UsageLedger(new Database(':memory:'));
    let there: Presence[] = [];
    const meters = new Meters(ledger, [{ name: 'streams', look: () => there }], { clock, logger: silentLogger });
    const put = (...now: Presence[]) => {
      there = now;
    };
    const stream = (shards: number): Presence => ({
      place,
      resource: 'stream/a',
      tags: { team: 'x' },
      perHour: { 'shard-hours': shards },
    });
    return { clock, ledger, meters, put, stream };
  };

  it('take what was there at the last look to have been there until this one', async () => {
    const { clock, ledger, meters, put, stream } = stand();
    put(stream(2));
    await meters.tick();
    await clock.advance(60_000);
    put(stream(4));
    await meters.tick();
    await clock.advance(60_000);
    put();
    await meters.tick();
    await clock.advance(60_000);
    await meters.tick();
    expect(amounts(ledger)).toEqual({
      '2026-01-02 stream/a shard-hours': 0.1,
      '2026-01-02 stream/a present-hours': Number((2 / 60).toFixed(6)),
    });
  });

  it('do not make up what happened while the machine slept', async () => {
    const { clock, ledger, meters, put, stream } = stand();
    put(stream(1));
    await meters.tick();
    await clock.advance(10 * HOUR);
    await meters.tick();
    expect(amounts(ledger)['2026-01-02 stream/a shard-hours']).toBeLessThan(0.05);
  });

  it('write down what was counted with the next look, and at the end', async () => {
    const { ledger, meters } = stand();
    meters.count(place, 'stream/a', 'put-units', 3);
    meters.count(place, 'stream/a', 'put-units', 4);
    expect(amounts(ledger)).toEqual({});
    await meters.close();
    expect(amounts(ledger)).toEqual({ '2026-01-02 stream/a put-units': 7 });
  });

  it('write down what was counted where something cannot be looked at, and keep it until it can be written', async () => {
    const database = new Database(':memory:');
    const ledger = new UsageLedger(database);
    const look = () => {
      throw new Error('its files are gone');
    };
    const meters = new Meters(ledger, [{ name: 'snapshots', look }], { clock: fakeClock(MIDNIGHT), logger: silentLogger });
    meters.count(place, 'stream/a', 'put-units', 3);
    database.transaction(() =>
      database.statement("CREATE TRIGGER full BEFORE INSERT ON cost_usage BEGIN SELECT RAISE(ABORT, 'disk full'); END").run(),
    );
    await expect(meters.tick()).rejects.toThrow('disk full');
    database.transaction(() => database.statement('DROP TRIGGER full').run());
    await meters.tick();
    expect(amounts(ledger)).toEqual({ '2026-01-02 stream/a put-units': 3 });
  });
});

describe('applications', () => {
  const stand = () => {
    const database = new Database(':memory:');
    const ledger = new UsageLedger(database);
    return { ledger, usage: new ApplicationUsage(ledger, database) };
  };

  it('are charged for the KPUs of their job, and one for the orchestration', () => {
    const { ledger, usage } = stand();
    usage.metered(place, 'app', undefined, { kpuMs: 0, at: MIDNIGHT, kpus: 3 }, false);
    usage.metered(place, 'app', { kpuMs: 0, at: MIDNIGHT, kpus: 3 }, { kpuMs: 3 * HOUR, at: MIDNIGHT + HOUR, kpus: 3 }, false);
    usage.metered(place, 'app', { kpuMs: 3 * HOUR, at: MIDNIGHT + HOUR, kpus: 3 }, { kpuMs: 3 * HOUR }, true);
    expect(amounts(ledger)).toEqual({
      '2026-01-02 application/app kpu-hours': 2,
      '2026-01-02 application/app orchestration-kpu-hours': 1,
    });
  });

  it('are charged for ten minutes at least, over all their restarts until they are stopped', () => {
    const { ledger, usage } = stand();
    const minute = 60_000;
    const on = { kpuMs: 0, at: MIDNIGHT, kpus: 2 };
    usage.metered(place, 'app', undefined, on, false);
    // relaunched after four minutes: not a start
    const off = { kpuMs: 2 * 4 * minute };
    usage.metered(place, 'app', on, off, false);
    const again = { ...off, at: MIDNIGHT + 5 * minute, kpus: 2 };
    usage.metered(place, 'app', off, again, false);
    usage.metered(place, 'app', again, { kpuMs: 2 * 7 * minute }, true);
    expect(amounts(ledger)['2026-01-02 application/app minimum-kpu-hours']).toBeCloseTo((2 * 3) / 60, 5);
  });
});

describe('a bill', () => {
  const known = (_: string, resource: string) =>
    resource === 'stream/a' ? { tags: { team: 'x' } } : { tags: {}, ...(resource === 'log-group/g' && { application: 'app' }) };
  const row = (resource: string, kind: 'kpu-hours' | 'put-units' | 'shard-hours' | 'log-in-gb', amount: number) => ({
    region: 'us-east-1',
    resource,
    kind,
    day: '2026-01-02',
    amount,
  });

  it('has the storage that comes with the KPUs, and what belongs to an application with it', () => {
    // a KPU for a month of 31 days is 50 GB-months, $5.00
    const rows = [row('application/app', 'kpu-hours', 744), row('log-group/g', 'log-in-gb', 2)];
    const { total, groups, lines } = billOf(rows, known, US_EAST_1, 'application');
    expect(lines.map(({ kind, cost }) => [kind, Number(cost.toFixed(4))])).toEqual([
      ['kpu-hours', 81.84],
      ['running-storage', 5],
      ['log-in-gb', 1],
    ]);
    expect(groups.map(({ name }) => name)).toEqual(['application app']);
    expect(total).toBeCloseTo(87.84);
  });

  it('is grouped by the values of a tag', () => {
    const rows = [row('stream/a', 'shard-hours', 10), row('stream/a', 'put-units', 1_000_000), row('stream/b', 'shard-hours', 1)];
    const { groups } = billOf(rows, known, US_EAST_1, 'tag:team');
    expect(groups.map(({ name, cost }) => [name, Number(cost.toFixed(4))])).toEqual([
      ['x', 0.164],
      ['', 0.015],
    ]);
  });
});

// aws: — developer guide of Managed Service for Apache Flink, "Per second billing", pricing examples
describe('AWS’s own examples', () => {
  const JUNE = Date.UTC(2026, 5, 1);
  const MINUTE = 60_000;
  /** What a month of 30 days costs in which an application runs so long, by what is charged. */
  const costOf = (kpus: number, ...minutes: readonly number[]) => {
    const database = new Database(':memory:');
    const ledger = new UsageLedger(database);
    const usage = new ApplicationUsage(ledger, database);
    let [at, kpuMs] = [JUNE, 0];
    for (const ran of minutes) {
      const before = { kpuMs, at, kpus: kpus + 1 };
      usage.metered(place, 'app', { kpuMs }, before, false);
      [at, kpuMs] = [at + ran * MINUTE, kpuMs + (kpus + 1) * ran * MINUTE];
      usage.metered(place, 'app', before, { kpuMs }, true);
    }
    const { lines, total } = billOf(
      ledger.used(place.account, '2026-06-01', '2026-06-30'),
      () => ({ tags: {} }),
      US_EAST_1,
      'application',
    );
    const of = (what: RegExp) => lines.filter(({ kind }) => what.test(kind));
    const sum = (what: RegExp, member: 'quantity' | 'cost') => of(what).reduce((all, line) => all + line[member], 0);
    return {
      kpuHours: sum(/kpu-hours/, 'quantity'),
      kpuCost: sum(/kpu-hours/, 'cost'),
      storage: sum(/storage/, 'quantity'),
      storageCost: sum(/storage/, 'cost'),
      total,
    };
  };

  it('20 KPUs for a month', () => {
    const { kpuHours, kpuCost, storage, storageCost, total } = costOf(20, 30 * 24 * 60);
    expect(kpuHours).toBeCloseTo(15_120);
    expect(kpuCost).toBeCloseTo(1663.2); // AWS's page multiplies to 1,584.00, which is 20 KPUs without the orchestration
    expect([storage, storageCost]).toEqual([expect.closeTo(1000), expect.closeTo(100)]);
    expect(total).toBeCloseTo(1763.2);
  });

  it('2 KPUs for 15 minutes a day', () => {
    const { kpuHours, kpuCost, storage, storageCost } = costOf(2, ...Array<number>(30).fill(15));
    expect([kpuHours, storage]).toEqual([expect.closeTo(22.5), expect.closeTo(1.042, 3)]);
    expect([kpuCost, storageCost]).toEqual([expect.closeTo(2.475), expect.closeTo(0.104, 3)]);
  });

  it('4 KPUs for 30, 5 and 2 minutes, of which two count for ten', () => {
    const { kpuHours, kpuCost, storage, storageCost } = costOf(4, 30, 5, 2);
    expect([kpuHours, storage]).toEqual([expect.closeTo(4.167, 3), expect.closeTo(0.2315, 4)]);
    expect([kpuCost, storageCost]).toEqual([expect.closeTo(0.458, 3), expect.closeTo(0.0231, 4)]);
  });
});

describe('a price file', () => {
  it('replaces the prices it names', () => {
    const prices = pricesFrom('{"name": "ours", "perUnit": {"kpu-hours": 0.5}}', 'p.json');
    expect([prices.name, prices.perUnit['kpu-hours'], prices.perUnit['shard-hours']]).toEqual(['ours', 0.5, 0.015]);
  });

  it.each([
    ['{', 'is not JSON'],
    ['[]', 'is not a JSON object'],
    ['{"prices": {}}', 'has a member prices'],
    ['{"perUnit": {"kpu": 1}}', 'prices kpu, which is not metered'],
    ['{"perUnit": {"kpu-hours": "1"}}', 'has a price of kpu-hours that is no amount'],
    ['{"perUnit": {"kpu-hours": -1}}', 'has a price of kpu-hours that is no amount'],
  ])('%s is refused', (text, why) => {
    expect(() => pricesFrom(text, 'p.json')).toThrow(why);
  });
});
