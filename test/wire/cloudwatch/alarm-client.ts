import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type { AlarmNotice } from '#services/cloudwatch';
import { ACCOUNT, ROOT, serve, USER } from './served.ts';

export const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:t`;
export const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:${name}`;
export const BASE = {
  Namespace: 'n',
  MetricName: 'm',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 30,
  ComparisonOperator: 'GreaterThanThreshold',
} as const;

/** A served CloudWatch and short ways to ask it about alarms. */
export async function alarmClient() {
  const notices: AlarmNotice[] = [];
  const served = await serve(notices);
  const config = { endpoint: served.endpoint, region: 'us-east-1', maxAttempts: 1 };
  const root = new cloudwatch.CloudWatchClient({ ...config, credentials: ROOT });
  const user = new cloudwatch.CloudWatchClient({ ...config, credentials: USER });
  const describeAlarms = (input: cloudwatch.DescribeAlarmsCommandInput) => root.send(new cloudwatch.DescribeAlarmsCommand(input));
  return {
    notices,
    served,
    root,
    user,
    describeAlarms,
    put: (AlarmName: string, more: Partial<cloudwatch.PutMetricAlarmCommandInput> = {}) =>
      root.send(new cloudwatch.PutMetricAlarmCommand({ AlarmName, ...BASE, ...more })),
    compose: (AlarmName: string, AlarmRule: string, more: Partial<cloudwatch.PutCompositeAlarmCommandInput> = {}) =>
      root.send(new cloudwatch.PutCompositeAlarmCommand({ AlarmName, AlarmRule, ...more })),
    one: async (name: string) => (await describeAlarms({ AlarmNames: [name] })).MetricAlarms?.[0],
    setState: (AlarmName: string, StateValue: cloudwatch.StateValue, StateReasonData?: string) =>
      root.send(new cloudwatch.SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'testing alarm', StateReasonData })),
    remove: (...AlarmNames: string[]) => root.send(new cloudwatch.DeleteAlarmsCommand({ AlarmNames })),
    history: async (input: cloudwatch.DescribeAlarmHistoryCommandInput) =>
      (await root.send(new cloudwatch.DescribeAlarmHistoryCommand(input))).AlarmHistoryItems ?? [],
    async close() {
      root.destroy();
      user.destroy();
      await served.close();
    },
  };
}

/** `Code (status): sentence` of the error a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (thrown) {
    const { name, message, $metadata } = thrown as cloudwatch.CloudWatchServiceException;
    return `${name} (${$metadata.httpStatusCode}): ${message}`;
  }
  return 'nothing was refused';
}
