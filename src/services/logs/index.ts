import { model, type Operations } from '#api/logs';
import { type AwsError, bind, type Clock, type Ids, type Logger, messageOf, type Service } from '#core';
import { type Database, SegmentStore } from '#storage';
import type { LogsDeps } from './deps.ts';
import { nameTooLong, oneTransformation } from './errors.ts';
import { Exports } from './exports.ts';
import type { LogKeys } from './group-keys.ts';
import { Queries } from './insights/queries.ts';
import { MetricFilters } from './metric-filters.ts';
import { operations } from './operations/index.ts';
import type { ExportSink, MetricSink, RecordSink, UsageMeter } from './ports.ts';
import { expire } from './retention.ts';
import { LogStore } from './store.ts';
import { Subscriptions } from './subscriptions.ts';
import { type Arrival, Tails } from './tails.ts';
import { bytesOf, type GroupUsage, usageOf } from './usage.ts';

export { type LogKeys, logsPrincipal } from './group-keys.ts';
export type {
  DeliveredRecord,
  Destination,
  ExportBucket,
  ExportSink,
  MetricSink,
  RecordSink,
  Sighting,
  UsageMeter,
} from './ports.ts';
export type { GroupUsage } from './usage.ts';

/** A name that is too long, or a second transformation, has its own sentence. */
const refusal: NonNullable<Service['refusal']> = (violations) =>
  tooManyTransformations(violations) ??
  (violations.some(
    ({ path, constraint }) => /^log(Group|Stream)Name$/.test(path) && constraint.includes('length less than or equal to 512'),
  )
    ? nameTooLong()
    : undefined);

function tooManyTransformations(violations: Parameters<typeof refusal>[0]): AwsError | undefined {
  const [violation, ...others] = violations;
  if (others.length > 0 || violation?.path !== 'metricTransformations' || !violation.constraint.includes('less'))
    return undefined;
  return oneTransformation();
}

export interface LogsOptions {
  readonly database: Database;
  /** The folder of the events; nothing else may be in it. */
  readonly directory: string;
  /** `fsync`: what was acknowledged survives the loss of power; `process`: the death of this process. */
  readonly durability?: 'fsync' | 'process';
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: MetricSink;
  readonly records: RecordSink;
  readonly files: ExportSink;
  readonly keys: LogKeys;
  readonly meter?: UsageMeter;
}

/** CloudWatch Logs with its retention, until it is closed. */
export interface Logs {
  readonly service: Service;
  /** Every log group there is, with what it takes for being there. */
  usage(): GroupUsage[];
  close(): Promise<void>;
}

/** How far the rows of streams may be behind their events; after a crash so much is read again. */
const LEDGER_EVERY_MS = 5_000;
const RETENTION_EVERY_MS = 10 * 60_000;

export async function openLogs(options: LogsOptions): Promise<Logs> {
  const {
    database,
    directory,
    durability = 'fsync',
    clock,
    ids,
    logger,
    metrics,
    records,
    files,
    keys,
    meter = () => {},
  } = options;
  const segments = new SegmentStore({ directory, clock, logger, fsync: durability === 'fsync', digests: true });
  const store = new LogStore(database, segments, keys, clock);
  await store.recover();
  const closing = new AbortController();
  const queries = new Queries({ clock, ids, logger });
  const tails = new Tails();
  const metricFilters = new MetricFilters(store, metrics, logger);
  const subscriptions = new Subscriptions({ store, sink: records, clock, ids, logger });
  const exports = new Exports({ store, sink: files, clock, logger });
  const arrived = (arrival: Arrival) => {
    tails.announce(arrival);
    metricFilters.observe(arrival);
    subscriptions.observe(arrival);
    meter(arrival.scope, arrival.group.name, { bytesIn: bytesOf(arrival.events) });
  };
  const deps: LogsDeps = {
    store,
    clock,
    ids,
    tails,
    queries,
    metricFilters,
    subscriptions,
    records,
    exports,
    files,
    arrived,
    meter,
  };
  const housekeeping = keepHouse(deps, logger, closing.signal);
  return {
    service: {
      name: 'logs',
      model,
      prefix: 'logs',
      operations: bind<Operations, LogsDeps>(operations, deps),
      // aws: the account's policies hold for all its log groups — API reference, PutResourcePolicy
      resourcePolicy: (resource, scope) => (resource === '*' ? undefined : store.policies.together(scope)),
      refusal,
    },
    usage: () => usageOf(store),
    async close() {
      closing.abort();
      await queries.close();
      await exports.close();
      await subscriptions.close();
      store.subscriptions.flush();
      await housekeeping;
      await segments.close();
      store.ledger.flush();
      store.ledger.flush(); // what was flushed with changes loses its mark now
    },
  };
}

async function keepHouse({ store, clock, metricFilters }: LogsDeps, logger: Logger, signal: AbortSignal): Promise<void> {
  let expireAt = clock.millis() + RETENTION_EVERY_MS;
  while (!signal.aborted) {
    await clock.sleep(LEDGER_EVERY_MS, signal).catch(() => {});
    if (signal.aborted) return;
    try {
      store.ledger.flush();
      store.subscriptions.flush();
      metricFilters.settle(clock.millis());
      if (clock.millis() < expireAt) continue;
      expireAt = clock.millis() + RETENTION_EVERY_MS;
      await expire(store, clock.millis());
    } catch (thrown) {
      logger.error({ reason: messageOf(thrown) }, 'housekeeping of log groups failed');
    }
  }
}
