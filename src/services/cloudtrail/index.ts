import { model, type Operations } from '#api/cloudtrail';
import { type Audit, bind, type Clock, type Ids, type Logger, messageOf, type Service } from '#core';
import type { Database } from '#storage';
import { type ConsoleLogin, consoleLoginEvent } from './console-login.ts';
import type { CloudTrailDeps } from './deps.ts';
import { badMaxResults } from './errors.ts';
import { EventHistory } from './history.ts';
import { lookupRate } from './lookup-rate.ts';
import { operations } from './operations/index.ts';
import type { Seal, TrailBucket, TrailKeys, TrailLogs, TrailMeter, TrailTopic, TrailUsage } from './ports.ts';
import { Recorder } from './recorder.ts';
import { Deliverer } from './trails/delivery.ts';
import { DeliveryLedger } from './trails/ledger.ts';
import { Trails } from './trails/store.ts';

export type { Deliverer as TrailDeliverer, Seal, TrailBucket, TrailKeys, TrailLogs, TrailMeter, TrailTopic } from './ports.ts';
export { PRINCIPAL as TRAIL_PRINCIPAL, trailPrincipal } from './trails/store.ts';

export interface CloudTrailOptions {
  /** The events, in a file of their own: nothing that is asked waits for them. */
  readonly events: Database;
  /** Where trails are kept. */
  readonly database: Database;
  readonly bucket: TrailBucket;
  readonly keys: TrailKeys;
  readonly logs: TrailLogs;
  readonly topic: TrailTopic;
  readonly seal: () => Promise<Seal>;
  readonly charge?: TrailMeter;
  /** How often trails deliver. */
  readonly deliverEveryMs?: number;
  readonly digestEveryMs?: number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** How many events are kept at most, however young. */
  readonly mostEvents?: number;
  /** Whether LookupEvents refuses who asks too often, as AWS does. */
  readonly limits: 'aws' | 'off';
}

/** CloudTrail, until it is closed. */
export interface CloudTrail {
  readonly service: Service;
  readonly audit: Audit;
  /** Somebody has signed in to the console. */
  signedIn(login: ConsoleLogin): void;
  /** Every trail there is. */
  usage(): TrailUsage[];
  /** Begins to deliver: the buckets must be there. */
  start(): void;
  /** Delivers everything now, and the digests that are due. */
  deliver(): Promise<void>;
  /** Writes what was recorded. */
  close(): Promise<void>;
}

/** Ours: about a gigabyte. */
const MOST_EVENTS = 500_000;
const EXPIRE_EVERY_MS = 10 * 60_000;

/** aws: "about every 5 minutes" and every hour — user guide, "How CloudTrail works" and log file integrity validation */
const DELIVER_EVERY_MS = 5 * 60_000;
const DIGEST_EVERY_MS = 60 * 60_000;

export function openCloudTrail(options: CloudTrailOptions): CloudTrail {
  const { events, database, bucket, keys, logs, topic, seal, clock, ids, logger, mostEvents = MOST_EVENTS } = options;
  const history = new EventHistory(events, mostEvents);
  const trails = new Trails(database);
  const ledger = new DeliveryLedger(events);
  const recorder = new Recorder(history, trails, { clock, ids, logger });
  const deliverer = new Deliverer({
    ...{ trails, history, recorder, ledger, bucket, logs, topic, seal, clock, ids, logger, charge: options.charge ?? (() => {}) },
    everyMs: options.deliverEveryMs ?? DELIVER_EVERY_MS,
    digestEveryMs: options.digestEveryMs ?? DIGEST_EVERY_MS,
  });
  const closing = new AbortController();
  const housekeeping = keepHouse(history, clock, logger, closing.signal);
  const { publicKey } = deliverer;
  const lookups = options.limits === 'aws' ? lookupRate(clock) : () => {};
  const deps: CloudTrailDeps = { history, recorder, trails, ledger, bucket, keys, logs, topic, publicKey, clock, lookups };
  return {
    service: {
      name: 'cloudtrail',
      model,
      prefix: 'cloudtrail',
      operations: bind<Operations, CloudTrailDeps>(operations, deps),
      // aws: a limit that is none has its own error — API reference, LookupEvents, InvalidMaxResultsException
      refusal: ([violation, ...others]) =>
        violation?.path === 'maxResults' && others.length === 0 ? badMaxResults() : undefined,
    },
    audit: recorder,
    usage: () => trails.all().map(({ scope, row }) => ({ scope, name: row.name, tags: row.tags })),
    signedIn: (login) => recorder.add(consoleLoginEvent(login, ids)),
    start: () => deliverer.start(),
    deliver: () => deliverer.deliver(),
    async close() {
      closing.abort();
      await deliverer.close();
      await housekeeping;
      await recorder.flush();
    },
  };
}

async function keepHouse(history: EventHistory, clock: Clock, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      history.expire(clock.millis());
    } catch (failure) {
      logger.error({ reason: messageOf(failure) }, 'old events could not be removed');
    }
    await clock.sleep(EXPIRE_EVERY_MS, signal).catch(() => {});
  }
}
