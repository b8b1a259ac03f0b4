import { createHash } from 'node:crypto';
import { type Clock, type Logger, messageOf } from '#core';
import type { Place } from '../store.ts';
import { periodOf } from './look.ts';
import type { MetricAlarmRow } from './rows.ts';
import type { AlarmStore } from './store.ts';

/** A new or changed alarm is first looked at so long after, in milliseconds. Ours. */
const FIRST = 5_000;
/** Alarms looked at before others get their turn. */
const AT_ONCE = 50;
/** Ends of periods that are made up for at most, after the process was held up. Ours. */
const MADE_UP = 60;

interface Watched {
  readonly place: Place;
  readonly name: string;
  readonly every: number;
  due: number;
  /** The end of the newest period that was looked at. */
  end?: number;
}

/** Looks at an alarm as things were at the end of a period, in milliseconds since the epoch. */
export type LookAt = (place: Place, name: string, end: number) => void;

/** aws: every minute; at the period's pace where that is shorter — CloudWatch user guide, High-resolution alarms */
const paceOf = ({ settings }: MetricAlarmRow): number => Math.min(periodOf(settings), 60) * 1000;

const keyOf = (place: Place, name: string): string => `${place.account}/${place.region}/${name}`;

/** Looks at each metric alarm in its turn, and at the end of every period once at least, however late. Without alarms nothing runs. */
export class Watch {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #watched = new Map<string, Watched>();
  readonly #closing = new AbortController();
  #sleep = new AbortController();
  #running: Promise<void> | undefined;
  #look: LookAt = () => {};

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Watches what was there before; not all in the same moment. */
  start(alarms: AlarmStore, look: LookAt): void {
    this.#look = look;
    for (const place of alarms.places()) {
      for (const alarm of alarms.alarms(place).list()) {
        if (alarm.kind !== 'MetricAlarm') continue;
        const every = paceOf(alarm);
        const phase = createHash('sha256').update(alarm.arn).digest().readUInt32BE(0) % every;
        this.#add({ place, name: alarm.name, every, due: this.#clock.millis() + phase });
      }
    }
  }

  soon(place: Place, alarm: MetricAlarmRow): void {
    this.#add({ place, name: alarm.name, every: paceOf(alarm), due: this.#clock.millis() + FIRST });
  }

  forget(place: Place, name: string): void {
    this.#watched.delete(keyOf(place, name));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#sleep.abort();
    await this.#running;
  }

  #add(watched: Watched): void {
    if (this.#closing.signal.aborted) return;
    this.#watched.set(keyOf(watched.place, watched.name), watched);
    this.#sleep.abort();
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    while (this.#watched.size > 0 && !this.#closing.signal.aborted) {
      this.#sleep = new AbortController();
      const now = this.#clock.millis();
      let next = Number.POSITIVE_INFINITY;
      const due: Watched[] = [];
      for (const watched of this.#watched.values()) {
        if (watched.due <= now) {
          due.push(watched);
          watched.due += Math.ceil((now - watched.due + 1) / watched.every) * watched.every;
        }
        next = Math.min(next, watched.due);
      }
      if (due.length > 0) await this.#lookAt(due);
      // what came meanwhile may be due before what was known
      if (this.#sleep.signal.aborted) continue;
      await this.#clock.sleep(Math.max(1000, next - this.#clock.millis()), this.#sleep.signal).catch(() => {});
    }
  }

  /** Looks at the ends of periods that were not looked at yet, the oldest first; or at the latest once more, for what came late. */
  #makeUp(watched: Watched): void {
    const { place, name, every, end: before } = watched;
    const latest = Math.floor(this.#clock.millis() / every) * every;
    const next = before === undefined ? latest : Math.min(before + every, latest);
    watched.end = latest;
    for (let end = Math.max(next, latest - MADE_UP * every); end <= latest; end += every) this.#look(place, name, end);
  }

  async #lookAt(due: readonly Watched[]): Promise<void> {
    for (const [i, watched] of due.entries()) {
      const { place, name } = watched;
      if (i % AT_ONCE === AT_ONCE - 1) await new Promise<void>((done) => setImmediate(done));
      if (this.#closing.signal.aborted) return;
      if (!this.#watched.has(keyOf(place, name))) continue;
      try {
        this.#makeUp(watched);
      } catch (thrown) {
        this.#logger.error({ alarm: name, reason: messageOf(thrown) }, 'an alarm could not be evaluated');
      }
    }
  }
}
