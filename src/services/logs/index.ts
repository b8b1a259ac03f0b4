import { model, type Operations } from '#api/logs';
import { bind, type Clock, type Ids, type Logger, messageOf, type Service } from '#core';
import { type Database, SegmentStore } from '#storage';
import type { LogsDeps } from './deps.ts';
import { operations } from './operations/index.ts';
import { expire } from './retention.ts';
import { LogStore } from './store.ts';

export interface LogsOptions {
  readonly database: Database;
  /** The folder of the events; nothing else may be in it. */
  readonly directory: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** CloudWatch Logs with its retention, until it is closed. */
export interface Logs {
  readonly service: Service;
  close(): Promise<void>;
}

const RETENTION_EVERY_MS = 10 * 60_000;

export async function openLogs({ database, directory, clock, ids, logger }: LogsOptions): Promise<Logs> {
  const segments = new SegmentStore({ directory, clock });
  const store = new LogStore(database, segments);
  await store.sweep();
  const closing = new AbortController();
  const housekeeping = keepHouse(store, clock, logger, closing.signal);
  return {
    service: { name: 'logs', model, prefix: 'logs', operations: bind<Operations, LogsDeps>(operations, { store, clock, ids }) },
    async close() {
      closing.abort();
      await housekeeping;
      await segments.close();
    },
  };
}

async function keepHouse(store: LogStore, clock: Clock, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(RETENTION_EVERY_MS, signal).catch(() => {});
    if (signal.aborted) return;
    await expire(store, clock.millis()).catch((thrown: unknown) =>
      logger.error({ reason: messageOf(thrown) }, 'log events could not be expired'),
    );
  }
}
