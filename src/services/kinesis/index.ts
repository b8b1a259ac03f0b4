import { model, type Operations } from '#api/kinesis';
import type { PrincipalIds } from '#auth';
import { bind, type Clock, type Ids, type Logger, type Service } from '#core';
import { type Database, SegmentStore, Table } from '#storage';
import { openSettings } from './account-settings.ts';
import { Ciphers, type StreamKeys } from './ciphers.ts';
import { everySoOften } from './housekeeping.ts';
import { AWS_LIMITS, NO_LIMITS } from './limits.ts';
import type { Measured } from './metering.ts';
import { operations } from './operations/index.ts';
import type { UsageMeter } from './ports.ts';
import { paced } from './rates.ts';
import { resourcePolicy } from './resource-policy.ts';
import { sealWith } from './seal.ts';
import { openStreams } from './store.ts';
import { type StreamUsage, usageOf } from './usage.ts';

export interface KinesisOptions {
  readonly database: Database;
  /** The folder of the records; nothing else may be in it. */
  readonly directory: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** `aws`: shards throttle and accounts have quotas as on AWS. `off`: they let through what the machine can do. */
  readonly limits: 'aws' | 'off';
  /** `fsync`: what was acknowledged survives the loss of power; `process`: the death of this process. */
  readonly durability?: 'fsync' | 'process';
  readonly transitionMillis?: number;
  readonly keys: StreamKeys;
  /** Whom policies name. */
  readonly principals: PrincipalIds;
  readonly charge?: UsageMeter;
}

export type { StreamKeys } from './ciphers.ts';
export type { UsageMeter } from './ports.ts';
export type { StreamUsage } from './usage.ts';

/** Kinesis Data Streams with its background work, until it is closed. */
export interface Kinesis {
  readonly service: Service;
  /** What streams have measured since it was last asked for. */
  measured(): Iterable<Measured>;
  /** Every stream there is, with what it takes for being there. */
  usage(): StreamUsage[];
  close(): Promise<void>;
}

const TRANSITION_MILLIS = 300;

export async function openKinesis(options: KinesisOptions): Promise<Kinesis> {
  const { database, clock, ids, logger } = options;
  const limits = options.limits === 'aws' ? AWS_LIMITS : NO_LIMITS;
  const segments = new SegmentStore({
    directory: options.directory,
    clock,
    logger,
    fsync: (options.durability ?? 'fsync') === 'fsync',
  });
  const ciphers = new Ciphers(database, options.keys, clock);
  const streams = openStreams(database, segments, ciphers, clock, limits);
  await streams.sweep();
  await streams.dropStrays();
  const deps = {
    streams,
    settings: openSettings(database),
    keys: options.keys,
    principals: options.principals,
    ciphers,
    database,
    clock,
    ids,
    limits,
    seal: sealWith(sealKey(database, ids)),
    transitionMillis: options.transitionMillis ?? TRANSITION_MILLIS,
    charge: options.charge ?? (() => {}),
  };
  const bound = bind<Operations, typeof deps>(operations, deps);
  const housekeeping = everySoOften(deps, logger);
  return {
    service: {
      name: 'kinesis',
      model,
      prefix: 'kinesis',
      operations: limits.throttle ? paced(bound, clock) : bound,
      resourcePolicy: (resource, scope) => resourcePolicy(streams, resource, scope),
    },
    *measured() {
      for (const stream of streams.everywhere()) yield* stream.live.meter.drain(stream);
    },
    usage: () => usageOf(streams),
    async close() {
      await housekeeping.stop();
      for (const stream of streams.everywhere()) {
        for (const subscription of stream.live.subscriptions.values()) subscription.abort.abort();
      }
      await segments.close();
    },
  };
}

/** The key of iterators and tokens is kept: they outlive a restart. */
function sealKey(database: Database, ids: Ids): Uint8Array {
  const table = new Table<{ key: string }>(database, { name: 'kinesis_setting', key: ['name'] }).in({ account: '', region: '' });
  const known = table.get('seal');
  if (known) return Buffer.from(known.key, 'base64');
  const key = ids.bytes(32);
  table.put(['seal'], { key: Buffer.from(key).toString('base64') });
  return key;
}
