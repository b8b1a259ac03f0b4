import { onAlarms } from '../access.ts';
import { switchActions } from '../alarms/switch-actions.ts';
import type { CloudWatchOperation } from '../deps.ts';

export const enableAlarmActions: CloudWatchOperation<'EnableAlarmActions'> = { access: onAlarms, run: switchActions(true) };
