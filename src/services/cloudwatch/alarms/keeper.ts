import type { StateValue } from '#api/cloudwatch';
import { type Clock, parseArn } from '#core';
import type { Place } from '../store.ts';
import type { ActionRunner } from './actions.ts';
import { childrenOf, holds, parseRule } from './composite-rule.ts';
import { configured, deleted, stateUpdate } from './history.ts';
import { notificationOf, wantedActions } from './message.ts';
import { instant } from './reason.ts';
import type { AlarmRow, CompositeAlarmRow } from './rows.ts';
import type { AlarmStore } from './store.ts';
import type { Watch } from './watch.ts';

export interface NewState {
  readonly state: StateValue;
  readonly reason: string;
  readonly reasonData?: string | undefined;
  /** Of a composite alarm, those that made it change. */
  readonly triggering?: readonly AlarmRow[];
}

/** The name of an alarm that a rule speaks of by name or by ARN. */
export const nameIn = (text: string): string =>
  text.startsWith('arn:') ? (parseArn(text)?.resource.replace(/^alarm:/, '') ?? text) : text;

/** The names of the alarms that an alarm's rule speaks of. */
export const childrenOfAlarm = (alarm: AlarmRow | undefined): string[] =>
  alarm?.kind === 'CompositeAlarm' ? childrenOf(parseRule(alarm.settings.AlarmRule)).map(nameIn) : [];

/** Changes alarms, with all that hangs on it: history, actions, and the composite alarms above. */
export class AlarmKeeper {
  readonly #alarms: AlarmStore;
  readonly #watch: Watch;
  readonly #actions: ActionRunner;
  readonly #clock: Clock;
  readonly #changed: (place: Place, name: string) => void;
  #sequence = 0;

  constructor(
    alarms: AlarmStore,
    watch: Watch,
    actions: ActionRunner,
    clock: Clock,
    changed: (place: Place, name: string) => void,
  ) {
    this.#changed = changed;
    this.#alarms = alarms;
    this.#watch = watch;
    this.#actions = actions;
    this.#clock = clock;
  }

  /** Makes or changes an alarm. */
  put(place: Place, alarm: AlarmRow): void {
    this.#alarms.transaction(() => {
      const rows = this.#alarms.alarms(place);
      const before = rows.get(alarm.name);
      rows.put([alarm.name], alarm);
      this.#alarms.setChildren(place, alarm.name, childrenOfAlarm(before), childrenOfAlarm(alarm));
      this.#remember(place, alarm, configured(alarm, before));
      if (alarm.kind === 'CompositeAlarm') {
        this.#evaluate(place, alarm, `${alarm.arn} was ${before ? 'updated' : 'created'} and its alarm rule evaluates to`);
      }
    });
    if (alarm.kind === 'MetricAlarm') this.#watch.soon(place, alarm);
  }

  delete(place: Place, alarm: AlarmRow): void {
    this.#watch.forget(place, alarm.name);
    this.#alarms.transaction(() => {
      this.#alarms.alarms(place).delete(alarm.name);
      this.#alarms.setChildren(place, alarm.name, childrenOfAlarm(alarm), []);
      this.#remember(place, alarm, deleted(alarm));
    });
  }

  /** Brings an alarm into a state. Composite alarms above it follow at once; a circle of them ends where it began. */
  change(place: Place, alarm: AlarmRow, to: NewState, path: readonly string[] = []): void {
    const { reasonData: _, ...rest } = alarm;
    const now = this.#clock.millis();
    const after: AlarmRow = {
      ...rest,
      state: to.state,
      reason: to.reason,
      stateAt: now,
      ...(to.reasonData !== undefined && { reasonData: to.reasonData }),
    };
    this.#alarms.transaction(() => {
      this.#alarms.alarms(place).put([after.name], after);
      if (after.state === alarm.state) return;
      this.#changed(place, after.name);
      this.#remember(place, after, stateUpdate(alarm, after));
      this.#ask(place, after, alarm.state, to.triggering);
      for (const name of this.#alarms.parents(place, after.name)) {
        const parent = this.#alarms.alarms(place).get(name);
        if (parent?.kind !== 'CompositeAlarm' || path.includes(name)) continue;
        const why = `${after.arn} transitioned to ${after.state} at ${longMoment(now)}`;
        this.#evaluate(place, parent, why, after, [...path, after.name]);
      }
    });
  }

  #evaluate(place: Place, alarm: CompositeAlarmRow, why: string, child?: AlarmRow, path: readonly string[] = []): void {
    const rule = parseRule(alarm.settings.AlarmRule);
    const rows = this.#alarms.alarms(place);
    const state: StateValue = holds(rule, (name) => rows.get(nameIn(name))?.state) ? 'ALARM' : 'OK';
    if (state === alarm.state) return;
    const triggering = child ? [child] : childrenOf(rule).flatMap((name) => rows.get(nameIn(name)) ?? []);
    const reason = child ? why : `${why} ${state}`;
    this.change(place, alarm, { state, reason, reasonData: triggeringAlarms(triggering), triggering }, path);
  }

  /** Writes down the actions of a new state; they are done when that is durable. */
  #ask(place: Place, alarm: AlarmRow, before: StateValue, triggering: readonly AlarmRow[] = []): void {
    const wanted = wantedActions(alarm);
    if (wanted.length === 0) return;
    const at = alarm.stateAt;
    const notification = notificationOf(alarm, before, triggering);
    for (const action of wanted) {
      const id = `${String(at).padStart(15, '0')}-${String(this.#sequence++ % 1_000_000).padStart(6, '0')}`;
      const { name, arn, kind } = alarm;
      this.#alarms.pending(place).put([id], { id, alarm: name, alarmArn: arn, kind, action, at, ...notification });
    }
    this.#actions.wake();
  }

  #remember(place: Place, { name, kind }: AlarmRow, item: ReturnType<typeof stateUpdate>): void {
    this.#alarms.remember(place, { alarm: name, kind, at: this.#clock.millis(), ...item });
  }
}

/** aws: — observed in CloudWatch's documented events of composite alarms */
const triggeringAlarms = (alarms: readonly AlarmRow[]): string =>
  JSON.stringify({
    triggeringAlarms: alarms.map(({ arn, state, stateAt }) => ({ arn, state: { value: state, timestamp: instant(stateAt) } })),
  });

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `Friday 22 July, 2022 15:57:45 UTC` */
function longMoment(ms: number): string {
  const at = new Date(ms);
  const date = `${DAYS[at.getUTCDay()]} ${String(at.getUTCDate()).padStart(2, '0')} ${MONTHS[at.getUTCMonth()]}, ${at.getUTCFullYear()}`;
  return `${date} ${at.toISOString().slice(11, 19)} UTC`;
}
