import type { Clock, Scope } from '#core';
import { type Database, type SegmentLog, type SegmentStore, Table } from '#storage';
import type { Ciphers } from './ciphers.ts';
import { type ConsumerRow, isConsumerGone } from './consumer.ts';
import { type Limits, type ShardThroughput, shardThroughput, UNLIMITED } from './limits.ts';
import type { LiveStream, Stream } from './live.ts';
import { StreamMeter } from './metering.ts';
import { SequenceNumbers } from './sequence-number.ts';
import { createdSecondsOf, isGone, openShards, type StreamRow, streamArn } from './stream.ts';

export interface ScopedStreams {
  find(name: string): Stream | undefined;
  put(row: StreamRow): Stream;
  /** By name, those after a name, those being deleted included. */
  list(after: string | undefined, limit: number): Stream[];
  all(): Stream[];
  consumers(stream: Stream): ScopedConsumers;
}

export interface ScopedConsumers {
  find(name: string): ConsumerRow | undefined;
  put(row: ConsumerRow): void;
  list(after: string | undefined, limit: number): ConsumerRow[];
  count(): number;
}

export interface Streams {
  in(scope: Scope): ScopedStreams;
  /** Every stream there is: for work in the background. */
  everywhere(): Stream[];
  /** Forgets what has been deleted, files included, and files that belong to nothing. */
  sweep(): Promise<void>;
  /**
   * Removes the records of shards that never came to be: a crash between the first record of a new shard and the commit of the
   * resharding that made it. None was acknowledged; a later shard of that number must not begin with them.
   */
  dropStrays(): Promise<void>;
}

type KeptRow = StreamRow & { readonly partition: string };

/** The streams of one account in one region, all in memory: one process owns the database, so they stay true. */
interface Shelf {
  readonly streams: Map<string, Stream>;
  /** In order; undefined when it has to be worked out again. */
  names: string[] | undefined;
}

export function openStreams(database: Database, segments: SegmentStore, ciphers: Ciphers, clock: Clock, limits: Limits): Streams {
  const rows = new Table<KeptRow>(database, { name: 'kinesis_stream', key: ['name'] });
  const consumerRows = new Table<ConsumerRow>(database, { name: 'kinesis_consumer', key: ['stream', 'name'] });
  /** By account and region. */
  const shelves = new Map<string, Map<string, Shelf>>();
  const live = new Map<string, LiveStream>();
  const removals = new Set<Promise<void>>();

  const compiled = (row: KeptRow, account: string, region: string): Stream => {
    const scope = { partition: row.partition, account, region };
    let alive = live.get(row.id);
    if (!alive) {
      alive = liveStream(row.id, segments, clock, limits);
      live.set(row.id, alive);
    }
    return { scope, arn: streamArn(scope, row.name), row, open: openShards(row), live: alive };
  };

  const shelfOf = ({ account, region }: Pick<Scope, 'account' | 'region'>): Shelf => {
    const regions = shelves.get(account) ?? new Map<string, Shelf>();
    let shelf = regions.get(region);
    if (!shelf) {
      const found = rows.in({ account, region }).list();
      shelf = { streams: new Map(found.map((row) => [row.name, compiled(row, account, region)])), names: undefined };
      shelves.set(account, regions.set(region, shelf));
    }
    return shelf;
  };

  const forget = ({ scope, row }: Stream) => {
    database.transaction(() => {
      rows.in(scope).delete(row.name);
      const consumers = consumerRows.in(scope);
      for (const { key } of consumers.entries({ under: [row.id] })) consumers.delete(...key);
      if (row.everEncrypted) ciphers.forget({ scope, row });
    });
    const shelf = shelfOf(scope);
    shelf.streams.delete(row.name);
    shelf.names = undefined;
    live.delete(row.id);
    const removal = database.settled().then(
      () => segments.remove(row.id).catch(() => {}), // swept at the next start
      () => shelves.clear(), // the rows are as they were: read them again
    );
    removals.add(removal);
    void removal.then(() => removals.delete(removal));
  };

  const scoped = (scope: Scope): ScopedStreams => {
    const find = (name: string): Stream | undefined => {
      const stream = shelfOf(scope).streams.get(name);
      if (!stream || !isGone(stream.row, clock.millis())) return stream;
      forget(stream);
      return undefined;
    };
    const all = () => {
      const now = clock.millis();
      const found: Stream[] = [];
      for (const stream of shelfOf(scope).streams.values()) {
        if (isGone(stream.row, now)) forget(stream);
        else found.push(stream);
      }
      return found;
    };
    return {
      find,
      all,
      put(row) {
        const kept = { ...row, partition: scope.partition };
        rows.in(scope).put([row.name], kept);
        const stream = compiled(kept, scope.account, scope.region);
        const shelf = shelfOf(scope);
        if (!shelf.streams.has(row.name)) shelf.names = undefined;
        shelf.streams.set(row.name, stream);
        // if the commit fails the rows are as they were: read them again
        database.settled().catch(() => shelves.clear());
        return stream;
      },
      list(after, limit) {
        all(); // forgets what is gone
        const shelf = shelfOf(scope);
        shelf.names ??= [...shelf.streams.keys()].sort();
        const start = after === undefined ? 0 : shelf.names.findIndex((name) => name > after);
        const page = start < 0 ? [] : shelf.names.slice(start, start + limit);
        return page.flatMap((name) => shelf.streams.get(name) ?? []);
      },
      consumers: (stream) => scopedConsumers(consumerRows.in(scope), stream, clock),
    };
  };

  const everywhere = (): Stream[] => rows.scopes().flatMap((where) => scoped({ partition: 'aws', ...where }).all());

  let last: { readonly scope: Scope; readonly streams: ScopedStreams } | undefined;
  return {
    in: (scope) => {
      const { partition, account, region } = scope;
      const known = last?.scope.region === region && last.scope.account === account && last.scope.partition === partition;
      // most requests ask for what the last one asked for, and more than once
      if (!last || !known) last = { scope, streams: scoped(scope) };
      return last.streams;
    },
    everywhere,
    async sweep() {
      const ids = new Set(everywhere().map((stream) => stream.row.id));
      for (const group of await segments.groups()) {
        if (!ids.has(group) && !live.has(group)) await segments.remove(group);
      }
      await Promise.all(removals);
    },
    async dropStrays() {
      for (const { row } of everywhere()) {
        const strays = (await segments.logs(row.id)).filter((name) => Number(name) >= row.shards.length);
        for (const name of strays) await segments.drop(row.id, name);
      }
    },
  };
}

function scopedConsumers(table: ReturnType<Table<ConsumerRow>['in']>, stream: Stream, clock: Clock): ScopedConsumers {
  const id = stream.row.id;
  const present = (row: ConsumerRow | undefined): row is ConsumerRow => {
    if (!row || !isConsumerGone(row, clock.millis())) return row !== undefined;
    table.delete(id, row.name);
    return false;
  };
  return {
    find(name) {
      const row = table.get(id, name);
      return present(row) ? row : undefined;
    },
    put: (row) => table.put([id, row.name], row),
    list: (after, limit) =>
      table
        .list({ under: [id], ...(after === undefined ? {} : { after }) })
        .filter(present)
        .slice(0, limit),
    count: () => table.list({ under: [id] }).filter(present).length,
  };
}

function liveStream(id: string, segments: SegmentStore, clock: Clock, limits: Limits): LiveStream {
  const logs = new Map<number, SegmentLog>();
  const throughputs = new Map<number, ShardThroughput>();
  const writers = new Map<number, { created: number; numbers: SequenceNumbers }>();
  let turns = 0;
  return {
    meter: new StreamMeter(),
    subscriptions: new Map(),
    turn: () => turns++,
    opened: (shard) => logs.get(shard),
    async log(shard) {
      const known = logs.get(shard);
      if (known) return known;
      const log = await segments.log(id, String(shard));
      logs.set(shard, log);
      return log;
    },
    throughput(shard) {
      if (!limits.throttle) return UNLIMITED;
      let throughput = throughputs.get(shard.number);
      if (!throughput) {
        throughput = shardThroughput(clock);
        throughputs.set(shard.number, throughput);
      }
      return throughput;
    },
    numbers(shard) {
      const created = createdSecondsOf(shard);
      let writer = writers.get(shard.number);
      // another moment: a resharding could not be committed, and this is the shard of a later one
      if (writer?.created !== created) {
        writer = { created, numbers: new SequenceNumbers(shard.number, created) };
        writers.set(shard.number, writer);
      }
      return writer.numbers;
    },
  };
}
