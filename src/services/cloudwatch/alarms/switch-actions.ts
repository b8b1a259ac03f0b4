import type { Call } from '#core';
import type { CloudWatchDeps } from '../deps.ts';

/** aws: names that are no alarm's are passed over: the model knows no error — API reference, EnableAlarmActions */
export const switchActions =
  (actionsEnabled: boolean) =>
  ({ AlarmNames }: { readonly AlarmNames: readonly string[] }, { scope }: Call, { alarms, clock }: CloudWatchDeps) => {
    for (const name of AlarmNames) {
      const row = alarms.store.alarms(scope).get(name);
      if (row && row.actionsEnabled !== actionsEnabled) {
        alarms.keeper.put(scope, { ...row, actionsEnabled, configuredAt: clock.millis() });
      }
    }
    return {};
  };
