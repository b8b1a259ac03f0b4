import { type AlarmNotice, openCloudWatch } from '#services/cloudwatch';
import { type Served, serveWith } from '../../harness/served.ts';

export { ACCOUNT, ROOT, type Served, type Statement, USER } from '../../harness/served.ts';

/** What alarms have told topics; one named `closed` refuses. */
export const serve = (notices: AlarmNotice[] = [], directory?: string): Promise<Served> =>
  serveWith(({ database, clock, logger }) => {
    const publish = async (_: unknown, notice: AlarmNotice) => {
      if (notice.topicArn.endsWith(':closed')) throw new Error('no');
      notices.push(notice);
    };
    const cloudwatch = openCloudWatch({ database, notifier: { publish }, clock, logger });
    cloudwatch.watchAlarms();
    return cloudwatch;
  }, directory);
