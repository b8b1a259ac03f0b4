import { type Clock, type Logger, messageOf } from '#core';
import { HOUR_MS, type Kind, PRESENT } from './kinds.ts';
import type { Place, ResourceRow, UsageLedger } from './ledger.ts';

/** A resource that is there now, and what it takes in an hour, by kind. */
export interface Presence extends ResourceRow {
  readonly place: Place;
  readonly resource: string;
  readonly perHour: Readonly<Partial<Record<Kind, number>>>;
}

/** Looks at everything of one sort that is there. */
export interface Source {
  readonly name: string;
  look(): AsyncIterable<Presence> | Iterable<Presence>;
}

/** What `kill -9` can lose of what is not counted by the engine. */
export const TICK_MS = 60_000;
const EXPIRE_EVERY_MS = 12 * HOUR_MS;
/** A look that takes long is taken seldom: at most a thousandth of the time is spent on it. */
const SELDOM = 1000;
/** A look that whoever asks can wait for. */
const QUICK_MS = 100;

interface Count {
  readonly place: Place;
  readonly resource: string;
  readonly kind: Kind;
  amount: number;
}

interface Watched {
  readonly source: Source;
  /** When it was looked at, and what was there then. */
  at: number;
  seen: Map<string, Presence>;
  nextAt: number;
  tookMs: number;
}

/** Counts what happens, and looks once a minute at what is there; writes both down together. */
export class Meters {
  readonly #ledger: UsageLedger;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #watched: Watched[];
  readonly #counts = new Map<string, Count>();
  /** What was counted last: mostly it is counted again. */
  #last: Count | undefined;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #ticking: Promise<void> = Promise.resolve();
  #expireAt = 0;

  constructor(ledger: UsageLedger, sources: readonly Source[], { clock, logger }: { clock: Clock; logger: Logger }) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#logger = logger;
    this.#watched = sources.map((source) => ({ source, at: 0, seen: new Map(), nextAt: 0, tookMs: 0 }));
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Something has happened: only added up here. */
  count(place: Place, resource: string, kind: Kind, amount: number): void {
    const { account, region } = place;
    let count = this.#last;
    const same = count?.resource === resource && count.kind === kind;
    if (!count || !same || count.place.account !== account || count.place.region !== region) {
      const key = `${kind} ${account} ${region} ${resource}`;
      count = this.#counts.get(key) ?? { place: { account, region }, resource, kind, amount: 0 };
      this.#counts.set(key, count);
      this.#last = count;
    }
    count.amount += amount;
  }

  /** Everything up to now, written down; what is seldom looked at, when it is its time or the meters close. */
  tick(soon = false): Promise<void> {
    const tick = this.#ticking.then(() => this.#tick(soon));
    this.#ticking = tick.catch(() => {});
    return tick;
  }

  /** What was there at the last look. */
  present(account: string): Presence[] {
    return this.#watched.flatMap(({ seen }) => [...seen.values()]).filter(({ place }) => place.account === account);
  }

  async #tick(soon: boolean): Promise<void> {
    const now = this.#clock.millis();
    for (const watched of this.#watched) {
      const due = now >= watched.nextAt || this.#closing.signal.aborted;
      if (!due && !(soon && watched.tookMs < QUICK_MS)) continue;
      // what cannot be looked at keeps neither the others nor what was counted from being written down
      await this.#look(watched).catch((failure) => this.#failed(failure, watched.source.name));
    }
    this.#ledger.transaction(() => {
      for (const { place, resource, kind, amount } of this.#counts.values()) this.#ledger.add(place, resource, kind, amount, now);
    });
    this.#counts.clear();
    this.#last = undefined;
    if (now >= this.#expireAt) {
      this.#expireAt = now + EXPIRE_EVERY_MS;
      this.#ledger.expire(now);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    await this.tick();
  }

  async #look(watched: Watched): Promise<void> {
    const { source, seen, at } = watched;
    const started = this.#clock.millis();
    const found = new Map<string, Presence>();
    for await (const presence of source.look()) {
      found.set(`${presence.place.account} ${presence.place.region} ${presence.resource}`, presence);
    }
    const now = this.#clock.millis();
    // ours: a machine that slept has not looked; what is missing is not made up
    const from = Math.max(at, started - 2 * Math.max(TICK_MS, watched.nextAt - at));
    this.#ledger.transaction(() => {
      for (const [key, presence] of found) {
        this.#ledger.describe(presence.place, presence.resource, {
          tags: presence.tags,
          ...(presence.application !== undefined && { application: presence.application }),
        });
        // what has come since the last look counts from the next one on
        const before = seen.get(key);
        if (before && at > 0) this.#spread(before, from, started);
      }
      // and what has gone meanwhile, as if it had just gone
      for (const [key, presence] of seen) if (!found.has(key)) this.#spread(presence, from, started);
    });
    watched.seen = found;
    watched.at = started;
    watched.tookMs = now - started;
    // timers come a little early or late
    watched.nextAt = started + Math.max(TICK_MS, watched.tookMs * SELDOM) - TICK_MS / 10;
  }

  #spread({ place, resource, perHour }: Presence, from: number, to: number): void {
    const hours = (to - from) / HOUR_MS;
    this.#ledger.spread(place, resource, PRESENT, hours, from, to);
    for (const [kind, amount] of Object.entries(perHour)) {
      this.#ledger.spread(place, resource, kind as Kind, amount * hours, from, to);
    }
  }

  #failed(failure: unknown, source?: string): void {
    this.#logger.error({ source, reason: messageOf(failure) }, 'what was used could not be written down');
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.tick();
      } catch (failure) {
        this.#failed(failure);
      }
      await this.#clock.sleep(TICK_MS, signal).catch(() => {});
    }
  }
}
