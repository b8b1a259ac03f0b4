import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ShardFilter } from '#api/kinesis';
import { bytes, openStand, type Stand, text } from './stand.ts';
import { StreamModel } from './stream-model.ts';
import { type Begin, TreeReader } from './tree-reader.ts';

// Random lives of a stream against `StreamModel`; `RESHARDING_RUNS=2000` for a long one.
const RUNS = Number(process.env['RESHARDING_RUNS'] ?? 40);
const MINUTE = 60_000;

interface World {
  readonly stand: Stand;
  readonly model: StreamModel;
  readonly readers: TreeReader[];
}
type Step = (world: World) => Promise<void>;

const now = ({ stand }: World) => stand.clock.millis();
const pass = async (world: World, ms: number) => {
  await world.stand.clock.advance(ms);
  world.model.lapse(now(world));
};

async function shardsOf({ stand }: World, pageSize = 1000, filter?: ShardFilter) {
  const first = { StreamName: 's', MaxResults: pageSize, ...(filter ? { ShardFilter: filter } : {}) };
  let page = await stand.call('ListShards', first);
  const shards = [...(page.Shards ?? [])];
  while (page.NextToken !== undefined) {
    page = await stand.call('ListShards', { NextToken: page.NextToken, MaxResults: pageSize });
    shards.push(...(page.Shards ?? []));
  }
  return shards;
}

/** Changes the stream; while it is UPDATING, AWS refuses. What changes nothing leaves it ACTIVE. */
async function change(world: World, how: () => Promise<unknown>, done: () => void = () => {}, changes = () => true) {
  const { model } = world;
  if (now(world) < model.busyUntil) return expect(how()).rejects.toMatchObject({ code: 'ResourceInUseException' });
  await how();
  model.observe(await shardsOf(world), now(world));
  if (changes()) model.busyUntil = now(world) + 300;
  done();
  model.lapse(now(world));
}

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;
const at = fc.nat(1000);

const put: fc.Arbitrary<Step> = fc
  .array(fc.tuple(fc.nat(6), fc.option(fc.bigInt(0n, 2n ** 128n - 1n))), { minLength: 1, maxLength: 8 })
  .map((rows) => async (world) => {
    const { stand, model } = world;
    const asked = rows.map(([key, explicit]) => ({ id: model.newId(), key: `k${key}`, explicit }));
    const entries = asked.map(({ id, key, explicit }) => ({
      Data: bytes(id),
      PartitionKey: explicit === null ? key : id,
      ...(explicit === null ? {} : { ExplicitHashKey: `${explicit}` }),
    }));
    const [only] = entries;
    const told =
      only && entries.length === 1
        ? [await stand.call('PutRecord', { StreamName: 's', ...only })]
        : (await stand.call('PutRecords', { StreamName: 's', Records: entries })).Records;
    told.forEach(({ ShardId, SequenceNumber }, i) => {
      const { id, explicit } = asked[i] as (typeof asked)[number];
      const key = entries[i]?.PartitionKey as string;
      const written = { id, key, shard: ShardId as string, sequence: BigInt(SequenceNumber as string), millis: now(world) };
      model.wrote(written, explicit ?? undefined);
    });
  });

const split: fc.Arbitrary<Step> = fc.tuple(at, fc.integer({ min: 1, max: 99 })).map(([which, percent]) => async (world) => {
  const { stand, model } = world;
  const shard = pick(model.open(), which);
  const key = shard.from + ((shard.to - shard.from) * BigInt(percent)) / 100n;
  const before = model.shards.size;
  const ShardToSplit = shard.told.ShardId;
  if (key <= shard.from + 1n || key >= shard.to) return;
  await change(
    world,
    () => stand.call('SplitShard', { StreamName: 's', ShardToSplit, NewStartingHashKey: `${key}` }),
    () =>
      expect([...model.shards.values()].slice(before).map(({ from, to, told }) => [from, to, told.ParentShardId])).toEqual([
        [shard.from, key - 1n, ShardToSplit],
        [key, shard.to, ShardToSplit],
      ]),
  );
});

const merge: fc.Arbitrary<Step> = fc.tuple(at, fc.boolean()).map(([which, swapped]) => async (world) => {
  const { stand, model } = world;
  const open = model.open();
  const low = pick(open.slice(0, -1), which);
  if (!low) return;
  const high = open[open.indexOf(low) + 1] as typeof low;
  const join = (one: typeof low, other: typeof low) =>
    stand.call('MergeShards', { StreamName: 's', ShardToMerge: one.told.ShardId, AdjacentShardToMerge: other.told.ShardId });
  // aws: the shard of the lower hash keys has to come first — observed by kinesalite, actions/mergeShards.js
  if (swapped && now(world) >= model.busyUntil) return expect(join(high, low)).rejects.toThrow('not an adjacent pair');
  await change(
    world,
    () => join(low, high),
    () => expect(model.open().find(({ from }) => from === low.from)).toMatchObject({ from: low.from, to: high.to }),
  );
});

const resize: fc.Arbitrary<Step> = fc.nat(100).map((share) => async (world) => {
  const { stand, model } = world;
  const before = model.shards.size;
  const count = model.open().length;
  const least = Math.max(1, Math.floor(count / 2));
  const target = Math.min(12, least + (share % (2 * count - least + 1)));
  await change(
    world,
    () => stand.call('UpdateShardCount', { StreamName: 's', TargetShardCount: target, ScalingType: 'UNIFORM_SCALING' }),
    () => {
      const sizes = model.open().map(({ from, to }) => to - from + 1n);
      expect(sizes).toHaveLength(target);
      expect(
        sizes.every((size) => size >= (1n << 128n) / BigInt(target) && size <= (1n << 128n) / BigInt(target) + BigInt(target)),
      ).toBe(true);
    },
    () => model.shards.size > before,
  );
});

const retain: fc.Arbitrary<Step> = fc.constantFrom(24, 30, 48).map((hours) => async (world) => {
  const { stand, model } = world;
  const had = model.retentionHours;
  const operation = hours < had ? 'DecreaseStreamRetentionPeriod' : 'IncreaseStreamRetentionPeriod';
  await change(
    world,
    () => stand.call(operation, { StreamName: 's', RetentionPeriodHours: hours }),
    () => {
      model.retentionHours = hours;
    },
    () => hours !== had,
  );
});

const wait: fc.Arbitrary<Step> = fc
  .constantFrom(1, 299, 300, 301, 2000, 6 * MINUTE, 13 * 60 * MINUTE)
  .map((ms) => (world) => pass(world, ms));

const read: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom<Begin>('TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([begin, share]) => async (world) => {
    const { stand, model, readers } = world;
    if (readers.length > 3) return;
    await pass(world, 1);
    const created = model.shards.get('shardId-000000000000')?.createdAt as number;
    const time = Math.floor(created + (now(world) - created) * share);
    const from = { TRIM_HORIZON: 0, LATEST: now(world), AT_TIMESTAMP: time }[begin];
    readers.push(await TreeReader.open(stand, model, begin, from));
    await pass(world, 1);
  });

const poll: fc.Arbitrary<Step> = fc.tuple(at, fc.integer({ min: 1, max: 5 })).map(([which, limit]) => async ({ readers }) => {
  if (readers.length > 0) await pick(readers, which).poll(limit);
});

const list: fc.Arbitrary<Step> = fc
  .tuple(
    fc.constantFrom('AFTER_SHARD_ID', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP'),
    at,
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([Type, which, pageSize]) => async (world) => {
    const { model } = world;
    const moments = [...model.shards.values()].flatMap(({ createdAt, closedAt }) => [
      createdAt,
      closedAt ?? now(world),
      createdAt - 1,
    ]);
    const filter: ShardFilter = {
      Type: Type as ShardFilter['Type'],
      ...(Type.endsWith('TIMESTAMP') ? { Timestamp: new Date(pick(moments, which)) } : {}),
      ...(Type === 'AFTER_SHARD_ID' ? { ShardId: pick([...model.shards.keys()], which) } : {}),
    };
    if (filter.Timestamp && filter.Timestamp.getTime() < model.horizon(now(world))) {
      return expect(shardsOf(world, pageSize, filter)).rejects.toThrow('older than TRIM_HORIZON');
    }
    const listed = await shardsOf(world, pageSize, filter);
    expect(model.kept(listed.map(({ ShardId }) => ShardId))).toEqual(model.filtered(filter, now(world)));
  });

const seek: fc.Arbitrary<Step> = fc
  .tuple(at, fc.constantFrom('AT_SEQUENCE_NUMBER' as const, 'AFTER_SEQUENCE_NUMBER' as const, 'AT_TIMESTAMP' as const))
  .map(([which, ShardIteratorType]) => async (world) => {
    const { stand, model } = world;
    const record = pick(model.records, which);
    if (!record) return;
    const ofShard = model.records.filter(({ shard }) => shard === record.shard);
    const start =
      ShardIteratorType === 'AT_TIMESTAMP'
        ? { Timestamp: new Date(record.millis) }
        : { StartingSequenceNumber: `${record.sequence}` };
    const asked = stand.call('GetShardIterator', { StreamName: 's', ShardId: record.shard, ShardIteratorType, ...start });
    if (model.shards.get(record.shard)?.lapsed) return void (await asked.catch(() => {}));
    const { Records } = await stand.call('GetRecords', { ShardIterator: (await asked).ShardIterator as string });
    const first =
      ShardIteratorType === 'AT_TIMESTAMP'
        ? ofShard.findIndex(({ millis }) => millis >= record.millis)
        : ofShard.indexOf(record) + (ShardIteratorType === 'AFTER_SEQUENCE_NUMBER' ? 1 : 0);
    const kept = (ids: readonly string[]) => ids.filter((id) => !model.records.find((one) => one.id === id)?.lapsed);
    expect(kept(Records.map(({ Data }) => text(Data)))).toEqual(kept(ofShard.slice(first).map(({ id }) => id)));
  });

const reopen: fc.Arbitrary<Step> = fc.constant(async ({ stand }) => stand.reopen());

test(
  'property: whatever becomes of a stream, its readers get every record once and in order',
  async () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: put },
      { weight: 3, arbitrary: split },
      { weight: 3, arbitrary: merge },
      { weight: 2, arbitrary: resize },
      { weight: 1, arbitrary: retain },
      { weight: 5, arbitrary: wait },
      { weight: 2, arbitrary: read },
      { weight: 5, arbitrary: poll },
      { weight: 3, arbitrary: list },
      { weight: 3, arbitrary: seek },
      { weight: 1, arbitrary: reopen },
    );
    const life = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }));
    const lived = fc.asyncProperty(life, async ([shards, steps]) => {
      const stand = await openStand();
      try {
        const world: World = { stand, model: new StreamModel(), readers: [] };
        await stand.call('CreateStream', { StreamName: 's', ShardCount: shards });
        const created = now(world);
        await stand.clock.advance(300);
        world.model.observe(await shardsOf(world), created);
        for (const one of steps) await one(world);
        for (const reader of world.readers) await reader.finish();
      } finally {
        await stand.close();
      }
    });
    await fc.assert(lived, { numRuns: RUNS });
  },
  120_000 + RUNS * 1000,
);
