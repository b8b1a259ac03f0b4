import { instant } from './reason.ts';
import type { AlarmRow, HistoryItem } from './rows.ts';

type Item = Pick<HistoryItem, 'type' | 'summary' | 'data'>;

/** aws: what history says of a change of state — recorded in localstack tests/aws/services/cloudwatch, test_put_metric_alarm */
export function stateUpdate(before: AlarmRow, after: AlarmRow): Item {
  const data = `{"version":"1.0","oldState":${stateOf(before)},"newState":${stateOf(after)}}`;
  return { type: 'StateUpdate', summary: `Alarm updated from ${before.state} to ${after.state}`, data };
}

/** The data of a reason is JSON already, with numbers written in Java's way. */
function stateOf({ state, reason, reasonData }: AlarmRow): string {
  const words = `"stateValue":"${state}","stateReason":${JSON.stringify(reason)}`;
  return `{${words}${reasonData === undefined ? '' : `,"stateReasonData":${reasonData}`}}`;
}

/** aws: `Alarm "name" created`, with the alarm — observed in public histories. The members of Update and Delete are inferred. */
export function configured(alarm: AlarmRow, before: AlarmRow | undefined): Item {
  const type = before ? 'Update' : 'Create';
  const data = before ? { updatedAlarm: described(alarm) } : { createdAlarm: described(alarm) };
  return configurationUpdate(alarm.name, before ? 'updated' : 'created', type, data);
}

export const deleted = (alarm: AlarmRow): Item =>
  configurationUpdate(alarm.name, 'deleted', 'Delete', { deletedAlarm: described(alarm) });

function configurationUpdate(name: string, what: string, type: string, alarm: object): Item {
  const data = JSON.stringify({ version: '1.0', type, ...alarm });
  return { type: 'ConfigurationUpdate', summary: `Alarm "${name}" ${what}`, data };
}

function described({ name, arn, configuredAt, settings, state, stateAt, actionsEnabled }: AlarmRow): object {
  return {
    alarmName: name,
    alarmArn: arn,
    alarmConfigurationUpdatedTimestamp: instant(configuredAt),
    ...(lowered(settings) as object),
    stateValue: state,
    stateUpdatedTimestamp: instant(stateAt),
    actionsEnabled,
  };
}

/** History spells members with a small letter where the API has a capital. */
function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [lowerFirst(key), lowered(each)]));
}

const lowerFirst = (name: string): string => (name === 'OKActions' ? 'okActions' : name.charAt(0).toLowerCase() + name.slice(1));

/** aws: the summaries — observed in public histories. The data of an action is inferred. */
export function actionDone(action: string, message: string, error: string | undefined): Item {
  const data = {
    actionState: error === undefined ? 'Succeeded' : 'Failed',
    notificationResource: action,
    publishedMessage: message,
  };
  const summary =
    error === undefined
      ? `Successfully executed action ${action}`
      : `Failed to execute action ${action}. Received error: "${error}"`;
  return { type: 'Action', summary, data: JSON.stringify({ ...data, error: error ?? null }) };
}
