import { model, type Operations } from '#api/logs';
import { bind, type Clock, type Ids, type Logger, messageOf, type Service } from '#core';
import { type Database, SegmentStore } from '#storage';
import type { LogsDeps } from './deps.ts';
import { Queries } from './insights/queries.ts';
import { operations } from './operations/index.ts';
import { expire } from './retention.ts';
import { LogStore } from './store.ts';
import { Tails } from './tails.ts';

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

/** How far the rows of streams may be behind their events; after a crash so much is read again. */
const LEDGER_EVERY_MS = 5_000;
const RETENTION_EVERY_MS = 10 * 60_000;

export async function openLogs({ database, directory, clock, ids, logger }: LogsOptions): Promise<Logs> {
  const segments = new SegmentStore({ directory, clock });
  const store = new LogStore(database, segments);
  await store.recover();
  const closing = new AbortController();
  const housekeeping = keepHouse(store, clock, logger, closing.signal);
  const queries = new Queries({ clock, ids, logger });
  const deps: LogsDeps = { store, clock, ids, tails: new Tails(), queries };
  return {
    service: { name: 'logs', model, prefix: 'logs', operations: bind<Operations, LogsDeps>(operations, deps) },
    async close() {
      closing.abort();
      await queries.close();
      await housekeeping;
      await segments.close();
      store.ledger.flush();
      store.ledger.flush(); // what was flushed with changes loses its mark now
    },
  };
}

async function keepHouse(store: LogStore, clock: Clock, logger: Logger, signal: AbortSignal): Promise<void> {
  let expireAt = clock.millis() + RETENTION_EVERY_MS;
  while (!signal.aborted) {
    await clock.sleep(LEDGER_EVERY_MS, signal).catch(() => {});
    if (signal.aborted) return;
    try {
      store.ledger.flush();
      if (clock.millis() < expireAt) continue;
      expireAt = clock.millis() + RETENTION_EVERY_MS;
      await expire(store, clock.millis());
    } catch (thrown) {
      logger.error({ reason: messageOf(thrown) }, 'housekeeping of log groups failed');
    }
  }
}
