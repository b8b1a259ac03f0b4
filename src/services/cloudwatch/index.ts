import { type MetricDatum, model, type Operations } from '#api/cloudwatch';
import { bind, type Clock, type Logger, messageOf, type Service } from '#core';
import type { Database } from '#storage';
import { openAlarms } from './alarms/index.ts';
import type { AlarmStore } from './alarms/store.ts';
import { DashboardStore } from './dashboards/store.ts';
import { dataOf } from './datum.ts';
import type { CloudWatchDeps } from './deps.ts';
import { operations } from './operations/index.ts';
import type { Notifier } from './ports.ts';
import { age } from './retention.ts';
import { MetricStore, type Place } from './store.ts';
import { type CloudWatchUsage, usageOf } from './usage.ts';

export type { AlarmNotice, Notifier } from './ports.ts';

export interface CloudWatchOptions {
  readonly database: Database;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told when an alarm changes its state. */
  readonly changed?: (place: Place, name: string) => void;
}

/** CloudWatch metrics with their retention, until they are closed. */
export interface CloudWatch {
  readonly service: Service;
  /** What Millrace itself measures, as AWS's services publish theirs: nobody's permission is needed. */
  publish(place: Place, namespace: string, data: readonly MetricDatum[]): void;
  /** Begins to evaluate alarms; the topics they speak to must be there. */
  watchAlarms(): void;
  /** What takes money for being there. */
  usage(): CloudWatchUsage;
  close(): Promise<void>;
}

const AGE_EVERY_MS = 3_600_000;
/** aws: an alarm's history is kept for 30 days — CloudWatch user guide, Common features of alarms */
const HISTORY_MS = 30 * 24 * 3_600_000;

export function openCloudWatch({ database, notifier, clock, logger, changed = () => {} }: CloudWatchOptions): CloudWatch {
  const store = new MetricStore(database);
  const alarms = openAlarms({ database, metrics: store, notifier, clock, logger, changed });
  const dashboards = new DashboardStore(database);
  const closing = new AbortController();
  const housekeeping = keepHouse(store, alarms.store, clock, logger, closing.signal);
  return {
    service: {
      name: 'cloudwatch',
      model,
      prefix: 'cloudwatch',
      operations: bind<Operations, CloudWatchDeps>(operations, {
        store,
        alarms,
        dashboards,
        clock,
      }),
    },
    publish: (place, namespace, data) => store.put(place, dataOf(namespace, data, clock.millis())),
    watchAlarms: () => alarms.start(),
    usage: () => usageOf({ store, alarms: alarms.store, dashboards }, clock.millis()),
    async close() {
      closing.abort();
      await alarms.close();
      await housekeeping;
    },
  };
}

async function keepHouse(
  store: MetricStore,
  alarms: AlarmStore,
  clock: Clock,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(AGE_EVERY_MS, signal).catch(() => {});
    if (signal.aborted) return;
    try {
      await age(store, Math.floor(clock.millis() / 1000));
      alarms.forget(clock.millis() - HISTORY_MS);
    } catch (thrown) {
      logger.error({ reason: messageOf(thrown) }, 'housekeeping of metrics failed');
    }
  }
}
