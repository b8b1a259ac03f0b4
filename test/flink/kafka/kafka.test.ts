/** An application that reads from a real Kafka: its lag, its offsets and its commits are AWS's metrics, at the levels AWS has them. */
import { CloudWatchClient, type Dimension, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { StartApplicationCommand, UpdateApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stand, until } from '../application/stand.ts';
import { type Broker, readerJar, startBroker } from './broker.ts';

const APP = 'reader';
const TOPIC = 'orders.v1';
const PARTITIONS = 2;
const RECORDS = 5_000;
const stand = new Stand();
let broker: Broker;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  const jar = await readerJar();
  broker = await startBroker();
  await broker.write(TOPIC, PARTITIONS, RECORDS);
  await stand.up();
  const { endpoint, credentials } = stand.client;
  cloudwatch = new CloudWatchClient({ endpoint, credentials, region: 'us-east-1' });
  await stand.bucketWith({ 'reader.jar': jar });
  const role = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'logs:*']);
  const groups = { Kafka: { 'bootstrap.servers': broker.address, topic: TOPIC } };
  await stand.createApplication(APP, role, 'reader.jar', { groups });
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
  await stand.reaches(APP, 'RUNNING');
});
afterAll(async () => {
  cloudwatch?.destroy();
  await stand.down();
  await broker?.stop();
});

const Namespace = 'AWS/KinesisAnalytics';
const dimensions = (more: Record<string, string> = {}): Dimension[] =>
  Object.entries({ Application: APP, ...more }).map(([Name, Value]) => ({ Name, Value }));

/** The newest minute's largest sample, and its unit. */
async function newest(MetricName: string, more?: Record<string, string>): Promise<{ value: number; unit: string } | undefined> {
  const asked = { Namespace, MetricName, Dimensions: dimensions(more), Period: 60, Statistics: ['Maximum' as const] };
  const span = { StartTime: new Date(Date.now() - 300_000), EndTime: new Date(Date.now() + 60_000) };
  const { Datapoints = [] } = await cloudwatch.send(new GetMetricStatisticsCommand({ ...asked, ...span }));
  const [last] = Datapoints.toSorted((a, b) => Number(b.Timestamp) - Number(a.Timestamp));
  return last && { value: last.Maximum ?? 0, unit: last.Unit ?? '' };
}

test('lag, bytes, offsets and commits of the application', async () => {
  const lag = await until('a lag', () => newest('records_lag_max'));
  expect(lag.unit).toBe('Count');
  expect(lag.value).toBeGreaterThan(0);
  expect(lag.value).toBeLessThan(RECORDS);
  // both are nothing at first
  for (const [name, unit] of [
    ['bytes_consumed_rate', 'Bytes'],
    ['commitsSucceeded', 'None'],
  ] as const) {
    const some = await until(name, async () => {
      const sample = await newest(name);
      return sample && sample.value > 0 && sample;
    });
    expect(some.unit).toBe(unit);
  }
  // the first may come before the group has a coordinator
  expect((await newest('commitsFailed'))?.value).toBeLessThan(5);
  // Flink has no dots in the names of its groups
  const topic = { Id: 'orders_v1', Flow: 'Input' };
  const read = await until('offsets', async () => {
    const [current, kept] = [await newest('currentoffsets', topic), await newest('committedoffsets', topic)];
    return current && kept && kept.value > 0 && { current, kept };
  });
  expect(read.kept.value).toBeLessThanOrEqual(read.current.value);
  expect(read.current.value).toBeLessThanOrEqual(RECORDS * PARTITIONS);
});

/** The partitions that have metrics of their own. */
async function partitionsMeasured(): Promise<(string | undefined)[]> {
  const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({ Namespace, MetricName: 'currentoffsets' }));
  const named = Metrics.flatMap(({ Dimensions = [] }) => Dimensions.filter(({ Name }) => Name === 'Partition'));
  return [...new Set(named.map(({ Value }) => Value))].sort();
}

test('and of each partition, at the level of parallelism', async () => {
  expect(await partitionsMeasured()).toEqual([]);
  const { ApplicationVersionId: CurrentApplicationVersionId } = await stand.describe(APP);
  const MonitoringConfigurationUpdate = {
    ConfigurationTypeUpdate: 'CUSTOM' as const,
    MetricsLevelUpdate: 'PARALLELISM' as const,
  };
  const ApplicationConfigurationUpdate = { FlinkApplicationConfigurationUpdate: { MonitoringConfigurationUpdate } };
  await stand.aws.analytics.send(
    new UpdateApplicationCommand({ ApplicationName: APP, CurrentApplicationVersionId, ApplicationConfigurationUpdate }),
  );
  await stand.reaches(APP, 'RUNNING');
  const partitions = await until('both partitions', async () => {
    const found = await partitionsMeasured();
    return found.length === PARTITIONS && found;
  });
  expect(partitions).toEqual(['0', '1']);
});
