import { onAlarms } from '../access.ts';
import { switchActions } from '../alarms/switch-actions.ts';
import type { CloudWatchOperation } from '../deps.ts';

export const disableAlarmActions: CloudWatchOperation<'DisableAlarmActions'> = { access: onAlarms, run: switchActions(false) };
