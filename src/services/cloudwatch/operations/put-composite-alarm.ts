import { onAlarm } from '../access.ts';
import { wrongActions } from '../alarms/checked.ts';
import { childrenOf, parseRule, RuleError } from '../alarms/composite-rule.ts';
import { nameIn } from '../alarms/keeper.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { putRow } from './put-alarm.ts';

export const putCompositeAlarm: CloudWatchOperation<'PutCompositeAlarm'> = {
  access: onAlarm,
  run: (input, { scope }, { alarms, clock }) => {
    if (input.ActionsSuppressor !== undefined) throw errors.invalid([errors.notYet('The parameter ActionsSuppressor')]);
    const wrong = wrongActions(input);
    if (wrong.length > 0) throw errors.invalid(wrong);
    const { AlarmName: name, ActionsEnabled: actionsEnabled = true, Tags: tags, ...settings } = input;
    const rows = alarms.store.alarms(scope);
    const missing = childrenIn(input.AlarmRule).filter((child) => !rows.get(nameIn(child)));
    if (missing.length > 0) throw errors.childrenMissing(missing);
    const before = rows.get(name);
    const kept = before?.kind === 'CompositeAlarm' ? before : undefined;
    const row = putRow(scope, { name, actionsEnabled, tags }, kept, clock.millis());
    alarms.keeper.put(scope, { kind: 'CompositeAlarm', settings, ...row });
    return {};
  },
};

function childrenIn(rule: string): string[] {
  try {
    return childrenOf(parseRule(rule));
  } catch (thrown) {
    if (thrown instanceof RuleError) throw errors.badRule(thrown.message);
    throw thrown;
  }
}
