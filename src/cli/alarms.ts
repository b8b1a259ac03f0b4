import { readConfig } from '#app';
import { OperatorError } from '#core';
import { AwsClient } from './aws-client.ts';
import { recommendedAlarms } from './recommended-alarms.ts';
import { requireServer } from './server-record.ts';

interface AlarmsOptions {
  readonly data?: string;
  readonly topic?: string;
  readonly leastRecords: string;
  readonly mostLag: string;
  readonly mostCheckpoint: string;
  readonly remove?: boolean;
  readonly json?: boolean;
}

/** Puts the alarms that AWS recommends for an application: made once, brought up to date when called again. */
export async function alarms(application: string, options: AlarmsOptions): Promise<void> {
  const { topic } = options;
  if (topic !== undefined && !/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/.test(topic)) {
    const example = 'arn:aws:sns:us-east-1:000000000000:alerts';
    throw new OperatorError(
      'InvalidOption',
      `--topic cannot be '${topic}': it is the ARN of a topic of SNS.`,
      `It looks like ${example}.`,
    );
  }
  const config = readConfig({ data: options.data });
  const server = requireServer(config.dataDir);
  const client = new AwsClient(server.url, config.region, server.rootKey);
  const answer = await client.json('kinesisanalytics', 'KinesisAnalytics_20180523', 'DescribeApplication', {
    ApplicationName: application,
  });
  const { RuntimeEnvironment: runtime } = answer['ApplicationDetail'] as { RuntimeEnvironment: string };
  const call = (operation: string, input: object) => client.json('monitoring', 'GraniteServiceVersion20100801', operation, input);
  const { Metrics: lags = [] } = (await call('ListMetrics', {
    Namespace: 'AWS/KinesisAnalytics',
    MetricName: 'millisBehindLatest',
    Dimensions: [{ Name: 'Application', Value: application }],
  })) as { Metrics?: { Dimensions: { Name: string; Value: string }[] }[] };
  const wanted = recommendedAlarms({
    application,
    runtime,
    topic,
    lags: lags.map(({ Dimensions }) => Dimensions),
    leastRecords: number('--least-records', options.leastRecords),
    mostLagMs: number('--most-lag', options.mostLag),
    mostCheckpointMs: number('--most-checkpoint', options.mostCheckpoint),
  });
  const names = wanted.map(({ AlarmName }) => AlarmName);
  if (options.remove) await call('DeleteAlarms', { AlarmNames: await known(call, application) });
  else for (const alarm of wanted) await call('PutMetricAlarm', alarm);
  if (options.json) process.stdout.write(`${JSON.stringify(options.remove ? [] : names)}\n`);
  else if (options.remove) process.stdout.write(`the alarms of ${application} are removed\n`);
  else {
    process.stdout.write(`${names.join('\n')}\n`);
    if (lags.length === 0)
      process.stdout.write('no lag is measured yet: call this again once the application has run for two minutes\n');
    if (topic === undefined) process.stdout.write('they tell nobody: name a topic with --topic\n');
  }
}

/** Those there are, also of what a newer configuration would not have any more. */
async function known(call: (operation: string, input: object) => Promise<Record<string, unknown>>, application: string) {
  const found = (await call('DescribeAlarms', { AlarmNamePrefix: `${application}: `, MaxRecords: 100 })) as {
    MetricAlarms?: { AlarmName: string }[];
  };
  return (found.MetricAlarms ?? []).map(({ AlarmName }) => AlarmName);
}

function number(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new OperatorError('InvalidOption', `${option} cannot be '${text}'.`, 'Use a number.');
}
