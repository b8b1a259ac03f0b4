import { model, type Operations } from '#api/cloudtrail';
import { type Audit, bind, type Clock, type Ids, type Logger, messageOf, type Service } from '#core';
import type { Database } from '#storage';
import { type ConsoleLogin, consoleLoginEvent } from './console-login.ts';
import type { CloudTrailDeps } from './deps.ts';
import { EventHistory } from './history.ts';
import { operations } from './operations/index.ts';
import { Recorder } from './recorder.ts';

export interface CloudTrailOptions {
  /** The events, in a file of their own: nothing that is asked waits for them. */
  readonly events: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** How many events are kept at most, however young. */
  readonly mostEvents?: number;
}

/** CloudTrail, until it is closed. */
export interface CloudTrail {
  readonly service: Service;
  readonly audit: Audit;
  /** Somebody has signed in to the console. */
  signedIn(login: ConsoleLogin): void;
  /** Writes what was recorded. */
  close(): Promise<void>;
}

/** Ours: about a gigabyte. */
const MOST_EVENTS = 500_000;
const EXPIRE_EVERY_MS = 10 * 60_000;

export function openCloudTrail({ events, clock, ids, logger, mostEvents = MOST_EVENTS }: CloudTrailOptions): CloudTrail {
  const history = new EventHistory(events, mostEvents);
  const recorder = new Recorder(history, { anyDataOf: () => false, trailsFor: () => [] }, { clock, ids, logger });
  const closing = new AbortController();
  const housekeeping = keepHouse(history, clock, logger, closing.signal);
  const deps: CloudTrailDeps = { history, recorder, clock };
  return {
    service: {
      name: 'cloudtrail',
      model,
      prefix: 'cloudtrail',
      operations: bind<Operations, CloudTrailDeps>(operations, deps),
    },
    audit: recorder,
    signedIn: (login) => recorder.add(consoleLoginEvent(login, ids)),
    async close() {
      closing.abort();
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
