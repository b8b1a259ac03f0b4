import type { CloudTrailOperation } from '../deps.ts';
import { find, onTrail } from '../trails/find.ts';

const date = (millis: number | undefined) => (millis === undefined ? undefined : new Date(millis));
// aws: what it has as text is in ISO form, and empty where there is none — recorded answers
const text = (millis: number | undefined) => (millis === undefined ? '' : `${new Date(millis).toISOString().slice(0, 19)}Z`);

export const getTrailStatus: CloudTrailOperation<'GetTrailStatus'> = {
  access: onTrail('Name'),
  run: ({ Name }, { scope }, { trails, ledger }) => {
    const { arn, row } = find(trails, Name, scope);
    const { triedAt, deliveredAt, error, digestAt, digestError, logsAt, logsError, ...notified } = ledger.of(arn);
    return {
      IsLogging: row.logging,
      LatestDeliveryTime: date(deliveredAt),
      LatestDeliveryError: error,
      LatestCloudWatchLogsDeliveryTime: date(logsAt),
      LatestCloudWatchLogsDeliveryError: logsError,
      LatestNotificationTime: date(notified.notifiedAt),
      LatestNotificationError: notified.notifyError,
      StartLoggingTime: date(row.startedAt),
      StopLoggingTime: date(row.stoppedAt),
      LatestDigestDeliveryTime: date(digestAt),
      LatestDigestDeliveryError: digestError,
      LatestDeliveryAttemptTime: text(triedAt),
      LatestDeliveryAttemptSucceeded: text(deliveredAt),
      LatestNotificationAttemptTime: text(notified.notifyTriedAt),
      LatestNotificationAttemptSucceeded: text(notified.notifiedAt),
      TimeLoggingStarted: text(row.startedAt),
      TimeLoggingStopped: text(row.stoppedAt),
    };
  },
};
