import { type Clock, type Logger, messageOf } from '#core';
import type { Notifier } from '../ports.ts';
import type { Place } from '../store.ts';
import { actionDone } from './history.ts';
import type { PendingAction } from './rows.ts';
import type { AlarmStore } from './store.ts';

interface ActionDeps {
  readonly alarms: AlarmStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Does what changes of state ask for, in the order in which it was written down; what a crash leaves is done at the next start. */
export class ActionRunner {
  readonly #deps: ActionDeps;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(deps: ActionDeps) {
    this.#deps = deps;
  }

  wake(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { alarms, logger } = this.#deps;
    while (this.#again) {
      this.#again = false;
      try {
        for (const place of alarms.pendingPlaces()) {
          for (const action of alarms.pending(place).list()) await this.#do(place, action);
        }
      } catch (thrown) {
        logger.error({ reason: messageOf(thrown) }, 'actions of alarms could not be done');
      }
    }
  }

  async #do(place: Place, { id, alarm, alarmArn, kind, action, subject, message }: PendingAction): Promise<void> {
    const { alarms, notifier, clock } = this.#deps;
    await alarms.settled();
    let error: string | undefined;
    try {
      await notifier.publish(place, { topicArn: action, alarmArn, subject, message });
    } catch (thrown) {
      error = messageOf(thrown);
    }
    alarms.transaction(() => {
      alarms.pending(place).delete(id);
      alarms.remember(place, { alarm, kind, at: clock.millis(), ...actionDone(action, message, error) });
    });
  }
}
