import { type MetricDatum, model, type Operations } from '#api/cloudwatch';
import { bind, type Clock, type Logger, messageOf, type Service } from '#core';
import type { Database } from '#storage';
import { dataOf } from './datum.ts';
import type { CloudWatchDeps } from './deps.ts';
import { operations } from './operations/index.ts';
import { age } from './retention.ts';
import { MetricStore, type Place } from './store.ts';

export interface CloudWatchOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** CloudWatch metrics with their retention, until they are closed. */
export interface CloudWatch {
  readonly service: Service;
  /** What Millrace itself measures, as AWS's services publish theirs: nobody's permission is needed. */
  publish(place: Place, namespace: string, data: readonly MetricDatum[]): void;
  close(): Promise<void>;
}

const AGE_EVERY_MS = 3_600_000;

export function openCloudWatch({ database, clock, logger }: CloudWatchOptions): CloudWatch {
  const store = new MetricStore(database);
  const closing = new AbortController();
  const housekeeping = keepHouse(store, clock, logger, closing.signal);
  return {
    service: {
      name: 'cloudwatch',
      model,
      prefix: 'cloudwatch',
      operations: bind<Operations, CloudWatchDeps>(operations, { store, clock }),
    },
    publish: (place, namespace, data) => store.put(place, dataOf(namespace, data, clock.millis())),
    async close() {
      closing.abort();
      await housekeeping;
    },
  };
}

async function keepHouse(store: MetricStore, clock: Clock, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(AGE_EVERY_MS, signal).catch(() => {});
    if (signal.aborted) return;
    try {
      await age(store, Math.floor(clock.millis() / 1000));
    } catch (thrown) {
      logger.error({ reason: messageOf(thrown) }, 'housekeeping of metrics failed');
    }
  }
}
