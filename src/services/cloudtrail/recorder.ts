import { type ApiCall, type Audit, type Clock, type Ids, type Logger, messageOf } from '#core';
import { actionOf } from './actions.ts';
import { callsOf } from './batches.ts';
import { eventsOf, type TrailEvent } from './event.ts';
import type { EventHistory } from './history.ts';

/** Ours: events are gathered so long before they are written together; what a crash of the process can lose. */
const GATHERED_MS = 1000;
/** Ours: or until there are so many. */
const GATHERED = 1000;

/** Which trails want an event. */
export interface Interest {
  /** Whether any trail may want data events of these resources. */
  anyDataOf(type: string): boolean;
  trailsFor(event: TrailEvent): readonly string[];
}

/** Takes calls as they are answered, and writes their events in groups, away from the requests. */
export class Recorder implements Audit {
  readonly #history: EventHistory;
  readonly #interest: Interest;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #logger: Logger;
  #gathered: TrailEvent[] = [];
  #alarm: AbortController | undefined;

  constructor(history: EventHistory, interest: Interest, about: { clock: Clock; ids: Ids; logger: Logger }) {
    this.#history = history;
    this.#interest = interest;
    this.#clock = about.clock;
    this.#ids = about.ids;
    this.#logger = about.logger;
  }

  wants(service: string, operation: string): boolean {
    const { dataOf } = actionOf(service, operation);
    return dataOf === undefined || this.#interest.anyDataOf(dataOf);
  }

  record(call: ApiCall): void {
    try {
      const { dataOf } = actionOf(call.service.name, call.operation);
      for (const event of callsOf(call).flatMap((each) => eventsOf(each, this.#ids))) {
        if (dataOf === undefined || this.#interest.trailsFor(event).length > 0) this.#gathered.push(event);
      }
    } catch (failure) {
      this.#logger.error({ operation: call.operation, reason: messageOf(failure) }, 'an event could not be told');
    }
    this.#soon();
  }

  /** An event that is no call. */
  add(event: TrailEvent): void {
    this.#gathered.push(event);
    this.#soon();
  }

  #soon(): void {
    if (this.#gathered.length >= GATHERED) void this.flush();
    else if (this.#gathered.length > 0 && !this.#alarm) this.#wait();
  }

  /** Resolves when everything recorded so far is on the disk. */
  async flush(): Promise<void> {
    this.#alarm?.abort();
    this.#alarm = undefined;
    const events = this.#gathered;
    if (events.length === 0) return;
    this.#gathered = [];
    try {
      await this.#history.append(events.map((event) => ({ event, trails: this.#interest.trailsFor(event) })));
    } catch (failure) {
      this.#logger.error({ events: events.length, reason: messageOf(failure) }, 'events could not be written');
    }
  }

  #wait(): void {
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#clock.sleep(GATHERED_MS, alarm.signal).then(
      () => this.flush(),
      () => {},
    );
  }
}
