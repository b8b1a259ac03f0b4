import type { LiveTailSessionLogEvent, StartLiveTailResponseStream } from '#api/logs';
import type { Clock } from '#core';
import { sessionTimeout } from './errors.ts';
import type { Arrival, Tails } from './tails.ts';

/** aws: an update each second, also where nothing came; of more than 500 events a sample — API reference, StartLiveTail */
const EVERY_MS = 1000;
const MOST_EVENTS = 500;
/** aws: a session ends after three hours — API reference, StartLiveTail */
const LIFE_MS = 3 * 3_600_000;

export interface Watched {
  readonly clock: Clock;
  readonly tails: Tails;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  readonly start: NonNullable<StartLiveTailResponseStream['sessionStart']>;
  /** Whether the events of a batch are watched at all. */
  concerns(arrival: Arrival): boolean;
  matches(message: string): boolean;
  identifierOf(arrival: Arrival): string;
}

/** Events as they come in, from this call on. */
export function liveTail({ clock, tails, signal, ...watched }: Watched): AsyncIterable<StartLiveTailResponseStream> {
  let waiting: LiveTailSessionLogEvent[] = [];
  let sampled = false;
  let failure: unknown;
  const take = (arrival: Arrival) => {
    for (const { timestamp, message } of arrival.events) {
      if (!watched.matches(message)) continue;
      if (waiting.length >= MOST_EVENTS) {
        sampled = true;
        return;
      }
      waiting.push({
        logStreamName: arrival.stream.name,
        logGroupIdentifier: watched.identifierOf(arrival),
        message,
        timestamp,
        ingestionTime: arrival.ingestionTime,
      });
    }
  };
  const leave = tails.listen((arrival) => {
    if (failure !== undefined || !watched.concerns(arrival)) return;
    // the writer of the events has nothing to do with it
    try {
      take(arrival);
    } catch (thrown) {
      failure = thrown;
    }
  });
  // a client may be gone before it has read anything
  signal.addEventListener('abort', leave, { once: true });
  const end = clock.millis() + LIFE_MS;
  return (async function* () {
    try {
      yield { sessionStart: watched.start };
      while (clock.millis() < end) {
        await clock.sleep(EVERY_MS, signal).catch(() => {});
        if (signal.aborted) return;
        if (failure !== undefined) throw failure;
        const update = { sessionMetadata: { sampled }, sessionResults: waiting };
        waiting = [];
        sampled = false;
        yield { sessionUpdate: update };
      }
      throw sessionTimeout();
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  })();
}
