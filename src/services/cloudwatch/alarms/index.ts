import type { Clock, Logger } from '#core';
import type { Database } from '#storage';
import type { Notifier } from '../ports.ts';
import type { MetricStore, Place } from '../store.ts';
import { ActionRunner } from './actions.ts';
import { judge, tooFewSamples } from './judge.ts';
import { AlarmKeeper } from './keeper.ts';
import { look } from './look.ts';
import { reasonDataOf, reasonOf } from './reason.ts';
import { AlarmStore } from './store.ts';
import { type LookAt, Watch } from './watch.ts';

interface AlarmOptions {
  readonly database: Database;
  readonly metrics: MetricStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly changed: (place: Place, name: string) => void;
}

export interface Alarms {
  readonly store: AlarmStore;
  readonly keeper: AlarmKeeper;
  /** Begins to evaluate what is there, and does what was left to do. */
  start(): void;
  close(): Promise<void>;
}

export function openAlarms({ database, metrics, notifier, clock, logger, changed }: AlarmOptions): Alarms {
  const store = new AlarmStore(database);
  const actions = new ActionRunner({ alarms: store, notifier, clock, logger });
  const watch = new Watch(clock, logger);
  const keeper = new AlarmKeeper(store, watch, actions, clock, changed);

  const evaluate: LookAt = (place, name, end) => {
    const alarm = store.alarms(place).get(name);
    if (alarm?.kind !== 'MetricAlarm') return;
    const { settings } = alarm;
    const { slots, period } = look(settings, metrics, place, end);
    const verdict = judge(settings, slots);
    if (!verdict || verdict.state === alarm.state || tooFewSamples(settings, verdict.reals)) return;
    const reason = reasonOf(settings, verdict);
    const reasonData = reasonDataOf(settings, verdict, slots, period, clock.millis());
    keeper.change(place, alarm, { state: verdict.state, reason, reasonData });
  };

  return {
    store,
    keeper,
    start() {
      watch.start(store, evaluate);
      actions.wake();
    },
    async close() {
      await watch.close();
      await actions.idle();
    },
  };
}
