/** What applications on real Flink publish at each level, against AWS's table. MILLRACE_TEST_RUNTIMES says on which runtimes. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  CloudWatchClient,
  type Dimension,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  type Metric,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { StartApplicationCommand, StopApplicationCommand, UpdateApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRuntimeName } from '#engine';
import { Stand, sleep, until } from '../application/stand.ts';
import { jarOf, rig } from '../driver/rig.ts';
import { expected, LEVELS, type Level, lineOf } from './table.ts';

const Namespace = 'AWS/KinesisAnalytics';
const runtimes = (process.env['MILLRACE_TEST_RUNTIMES'] ?? 'FLINK-1_15,FLINK-1_20,FLINK-2_2').split(',').filter(isRuntimeName);
const stand = new Stand();
const flink = rig();
let cloudwatch: CloudWatchClient;
let role: string;

beforeAll(async () => {
  await stand.up();
  const { endpoint, credentials } = stand.client;
  cloudwatch = new CloudWatchClient({ endpoint, credentials, region: 'us-east-1' });
  const jars = runtimes.map(async (runtime) => {
    const source = resolve(import.meta.dirname, 'job/Measured.java');
    return [`${runtime}.jar`, readFileSync(jarOf(await flink.home(runtime), source, 'Measured'))] as const;
  });
  await stand.bucketWith(Object.fromEntries(await Promise.all(jars)));
  role = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'logs:*']);
});
afterAll(async () => {
  await flink.close();
  await stand.down();
});

async function listed(application: string): Promise<Metric[]> {
  const Dimensions = [{ Name: 'Application', Value: application }];
  const all: Metric[] = [];
  for await (const { Metrics = [] } of paginateListMetrics({ client: cloudwatch }, { Namespace, Dimensions }))
    all.push(...Metrics);
  return all;
}

const namesOf = ({ Dimensions = [] }: Metric): string[] => Dimensions.map(({ Name = '' }: Dimension) => Name);

/** All of a runtime's tests, on a slow machine too: KPUs are told once an hour. */
const lately = () => ({ StartTime: new Date(Date.now() - 3_500_000), EndTime: new Date(Date.now() + 60_000) });
/** What is told four times a minute comes late where the machine has other things to do. */
const PATIENCE = 400;

async function unitOf({ MetricName, Dimensions }: Metric): Promise<string> {
  const asked = { Namespace, MetricName, Dimensions, ...lately(), Period: 3600, Statistics: ['SampleCount' as const] };
  const { Datapoints: [newest] = [] } = await cloudwatch.send(new GetMetricStatisticsCommand(asked));
  return newest?.Unit ?? 'nothing';
}

/** One line for each metric and set of dimensions. */
async function published(application: string): Promise<string[]> {
  const kinds = new Map<string, Metric>();
  for (const metric of await listed(application)) kinds.set(lineOf(metric.MetricName ?? '', namesOf(metric), ''), metric);
  const lines: string[] = [];
  for (const metric of kinds.values()) lines.push(lineOf(metric.MetricName ?? '', namesOf(metric), await unitOf(metric)));
  return lines.sort();
}

describe.each(runtimes)('%s', (runtime) => {
  const app = `measured-${runtime.toLowerCase()}`;
  beforeAll(async () => {
    await stand.createApplication(app, role, `${runtime}.jar`, { runtime });
    await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: app }));
    await stand.reaches(app, 'RUNNING');
  });
  afterAll(async () => {
    await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: app, Force: true }));
    await stand.reaches(app, 'READY');
  });

  const set = async (MetricsLevelUpdate: Level) => {
    const { ApplicationVersionId: CurrentApplicationVersionId } = await stand.describe(app);
    const MonitoringConfigurationUpdate = { ConfigurationTypeUpdate: 'CUSTOM' as const, MetricsLevelUpdate };
    const ApplicationConfigurationUpdate = { FlinkApplicationConfigurationUpdate: { MonitoringConfigurationUpdate } };
    const update = { ApplicationName: app, CurrentApplicationVersionId, ApplicationConfigurationUpdate };
    await stand.aws.analytics.send(new UpdateApplicationCommand(update));
    await stand.reaches(app, 'RUNNING');
  };

  test.each(LEVELS)('%s', async (level) => {
    if (level !== 'APPLICATION') await set(level);
    const wanted = expected(level, runtime);
    // the first CPU sample needs a second look, the window its first late record
    const deadline = Date.now() + PATIENCE * 1000;
    let found = await published(app);
    while (wanted.some((line) => !found.includes(line)) && Date.now() < deadline) {
      await sleep(5000);
      found = await published(app);
    }
    expect(found).toEqual(wanted);
  });

  test('four samples a minute, KPUs once', async () => {
    const query = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: {
        Metric: { Namespace, MetricName, Dimensions: [{ Name: 'Application', Value: app }] },
        Period: 60,
        Stat: 'SampleCount',
      },
    });
    // a minute in which the machine was held up has less, none has more
    const whole = async () => {
      const MetricDataQueries = [query('uptime', 'uptime'), query('kpus', 'KPUs')];
      const { MetricDataResults = [] } = await cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, ...lately() }));
      const [uptime = [], kpus = []] = MetricDataResults.map(({ Values }) => Values ?? []);
      return uptime.length >= 3 && Math.max(...uptime) >= 4 && { uptime: Math.max(...uptime), kpus };
    };
    const counts = await until('a whole minute', whole, PATIENCE);
    expect(counts).toEqual({ uptime: 4, kpus: [1] });
  });
});
