import type { Place } from './store.ts';

/** A message of an alarm for a topic. */
export interface AlarmNotice {
  readonly topicArn: string;
  readonly alarmArn: string;
  readonly subject: string;
  readonly message: string;
}

/** Tells topics of alarms, as `cloudwatch.amazonaws.com`; throws what the topic's service says where it refuses. */
export interface Notifier {
  publish(place: Place, notice: AlarmNotice): Promise<void>;
}
