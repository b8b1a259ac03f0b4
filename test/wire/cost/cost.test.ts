/** What was used is told to whoever may list it, and priced. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CostReport } from '#app';
import { type Console, serveConsole } from '../console/served.ts';

let millrace: Console;
beforeAll(async () => {
  millrace = await serveConsole();
});
afterAll(() => millrace.close());

const PATH = '/_millrace/console/cost';
const ask = (query = '', as = millrace.root) => millrace.ask({ path: PATH, query, as });
const report = async (query = '', as = millrace.root): Promise<CostReport> => JSON.parse((await ask(query, as)).body);
const kinesis = (operation: string, input: object) => millrace.json('kinesis', `Kinesis_20131202.${operation}`, input);
const logs = (operation: string, input: object) => millrace.json('logs', `Logs_20140328.${operation}`, input);
const secrets = (operation: string, input: object) => millrace.json('secretsmanager', `secretsmanager.${operation}`, input);
const s3 = (method: string, path: string, body = '') => millrace.ask({ method, path, body, as: millrace.root, service: 's3' });

const daysOf = (month: string) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();

const active = async (StreamName: string) => {
  for (;;) {
    const { body } = await kinesis('DescribeStreamSummary', { StreamName });
    if (body.StreamDescriptionSummary.StreamStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

describe('the cost', () => {
  it('is nothing where nothing was used', async () => {
    const { metered, month, prices } = await report();
    expect([metered.total, month.total, metered.lines]).toEqual([0, 0, []]);
    expect(prices).toMatchObject({ currency: 'USD', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  });

  it('counts records, requests and log events as AWS charges for them', async () => {
    await kinesis('CreateStream', { StreamName: 'orders', ShardCount: 3 });
    await active('orders');
    await kinesis('AddTagsToStream', { StreamName: 'orders', Tags: { team: 'sales' } });
    const record = (bytes: number) => ({ Data: Buffer.alloc(bytes).toString('base64'), PartitionKey: 'k' });
    // aws: "a 5KB record contains one PUT Payload Unit, a 45KB record contains two" — pricing page
    await kinesis('PutRecords', { StreamName: 'orders', Records: [record(5 * 1024), record(45 * 1024)] });
    await kinesis('PutRecord', { StreamName: 'orders', ...record(1) });
    await s3('PUT', '/lake');
    await s3('PUT', '/lake/key', 'x'.repeat(1000));
    await s3('GET', '/lake/key');
    await s3('GET', '/lake/missing');
    await s3('DELETE', '/lake/missing');
    await logs('CreateLogGroup', { logGroupName: 'g', tags: { team: 'sales' } });
    await logs('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
    const event = { timestamp: Date.now(), message: 'y'.repeat(1024 - 26) };
    await logs('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [event, event] });

    const { metered } = await report();
    const of = Object.fromEntries(metered.lines.map(({ name, kind, quantity }) => [`${name} ${kind}`, quantity]));
    expect(of).toMatchObject({ 'orders put-units': 4, 'lake s3-writes': 2, 'lake s3-reads': 2 });
    expect(of['g log-in-gb']).toBeCloseTo(2048 / 1024 ** 3, 12);
  });

  it('of a month has what is there, from the first look on', async () => {
    const { month } = await report();
    const line = month.lines.find(({ kind }) => kind === 'shard-hours');
    expect(line).toMatchObject({ name: 'orders', perUnit: 0.015, tags: { team: 'sales' } });
    expect(line?.quantity).toBeCloseTo(3 * month.hoursLeft, 1);
    const ofMonth = month.hoursLeft / (24 * daysOf(month.month));
    const stored = month.lines.find(({ kind }) => kind === 's3-storage');
    expect(stored?.quantity).toBeCloseTo((1000 / 1024 ** 3) * ofMonth, 9);
    expect(month.wholeMonth).toBeCloseTo(3 * 730 * 0.015, 4);
    // a stream that is seconds old has no rate
    expect(month.lines.find(({ kind }) => kind === 'put-units')).toMatchObject({ quantity: 4, tooYoung: true });
  });

  it('of a month has alarms, dashboards and keys; what watches an application is the application’s', async () => {
    const watch = (operation: string, input: object) =>
      millrace.json('monitoring', `GraniteServiceVersion20100801.${operation}`, input);
    const Dimensions = [{ Name: 'Application', Value: 'orders-app' }];
    const limit = { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Threshold: 0 };
    const stat = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'AWS/KinesisAnalytics', MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
    });
    const one = { Namespace: 'Own', MetricName: 'm', Statistic: 'Sum' };
    await watch('PutMetricAlarm', {
      AlarmName: 'two',
      ...limit,
      Metrics: [stat('a', 'downtime'), stat('b', 'uptime'), { Id: 'c', Expression: 'a + b' }],
    });
    await watch('PutMetricAlarm', { AlarmName: 'fast', ...limit, ...one, Period: 10 });
    await watch('PutCompositeAlarm', { AlarmName: 'both', AlarmRule: 'ALARM("two") AND ALARM("fast")' });
    await watch('PutDashboard', { DashboardName: 'board', DashboardBody: '{"widgets":[]}' });
    const kms = async (operation: string, input: object) => (await millrace.json('kms', `TrentService.${operation}`, input)).body;
    const make = async () => (await kms('CreateKey', { Tags: [{ TagKey: 'team', TagValue: 'sales' }] })).KeyMetadata.KeyId;
    const [rotated, going] = [await make(), await make()];
    await kms('RotateKeyOnDemand', { KeyId: rotated });
    await kms('ScheduleKeyDeletion', { KeyId: going, PendingWindowInDays: 7 });
    for (const Name of ['kept', 'going']) await secrets('CreateSecret', { Name });
    await secrets('DeleteSecret', { SecretId: 'going' });

    const { month } = await report();
    const lines = month.lines.filter(({ type }) => ['alarm', 'dashboard', 'key', 'secret'].includes(type));
    const whole = (24 * daysOf(month.month)) / month.hoursLeft;
    const told = lines.map(({ name, kind, quantity, cost, group }) => [
      ...[name, kind, Number((quantity * whole).toFixed(2))],
      ...[Number((cost * whole).toFixed(3)), group],
    ]);
    // aws: $0.10 for each metric of an alarm, $0.30 in high resolution, $0.50 for a composite one, $3 for a dashboard, $1 for a key, $0.40 for a secret
    expect(told.sort()).toEqual(
      [
        ['board', 'dashboards', 1, 3, 'dashboard board'],
        ['both', 'composite-alarms', 1, 0.5, 'alarm both'],
        ['fast', 'high-alarms', 1, 0.3, 'alarm fast'],
        ['two', 'alarms', 2, 0.2, 'application orders-app'],
        [rotated, 'keys', 2, 2, `key ${rotated}`],
        ['kept', 'secrets', 1, 0.4, 'secret kept'],
      ].sort(),
    );
  });

  it('has custom metrics, requests of KMS, and what queries of logs looked at', async () => {
    const watch = (operation: string, input: object) =>
      millrace.json('monitoring', `GraniteServiceVersion20100801.${operation}`, input);
    const MetricData = ['a', 'b'].map((MetricName) => ({ MetricName, Value: 1 }));
    await watch('PutMetricData', { Namespace: 'Orders', MetricData });
    await watch('PutMetricData', { Namespace: 'Orders', MetricData });
    const now = Math.floor(Date.now() / 1000);
    const query = { logGroupName: 'g', startTime: now - 3600, endTime: now + 60, queryString: 'filter @message like "yy"' };
    const { queryId } = (await logs('StartQuery', query)).body;
    while ((await logs('GetQueryResults', { queryId })).body.status !== 'Complete')
      await new Promise((next) => setTimeout(next, 20));
    const keysBefore = (await report()).metered.lines.find(({ kind }) => kind === 'key-requests')?.quantity ?? 0;
    await millrace.json('kms', 'TrentService.ListKeys', {});
    await millrace.json('kms', 'TrentService.GenerateRandom', { NumberOfBytes: 8 });

    const { metered, month } = await report();
    const line = (kind: string, of = metered) => of.lines.find((each) => each.kind === kind);
    // aws: $0.30 for a metric, $0.03 for 10,000 requests, $0.005 for a GB looked at
    const custom = line('custom-metrics', month);
    const whole = (24 * daysOf(month.month)) / month.hoursLeft;
    expect(custom).toMatchObject({ type: 'namespace', name: 'Orders', perUnit: 0.3 });
    expect((custom?.quantity ?? 0) * whole).toBeCloseTo(2, 2);
    expect(line('key-requests')).toMatchObject({ type: 'service', name: 'kms', quantity: keysBefore + 2 });
    expect(line('key-requests')?.perUnit).toBeCloseTo(0.000_003, 9);
    // three to make and delete secrets, above; $0.05 for 10,000
    expect(line('secret-requests')).toMatchObject({ type: 'service', name: 'secretsmanager', quantity: 3 });
    expect(line('secret-requests')?.perUnit).toBeCloseTo(0.000_005, 9);
    expect(line('log-scanned-gb')).toMatchObject({ type: 'log-group', name: 'g', perUnit: 0.005 });
    expect(line('log-scanned-gb')?.quantity).toBeCloseTo((2 * 998) / 1024 ** 3, 12);
  });

  it('is grouped by a tag', async () => {
    const { month } = await report('by=tag%3Ateam');
    expect(month.groups.map(({ name }) => name).sort()).toEqual(['', 'sales']);
    expect(month.groups.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(month.total, 10);
  });

  it('is told of what the caller may list', async () => {
    const user = async (name: string, actions: string[]) => {
      await millrace.query('iam', { Action: 'CreateUser', UserName: name, Version: '2010-05-08' });
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
      });
      const policy = { Action: 'PutUserPolicy', UserName: name, PolicyName: 'p', PolicyDocument, Version: '2010-05-08' };
      await millrace.query('iam', policy);
      const { body } = await millrace.query('iam', { Action: 'CreateAccessKey', UserName: name, Version: '2010-05-08' });
      const [, accessKeyId = ''] = /<AccessKeyId>(.*?)</.exec(body) ?? [];
      const [, secretAccessKey = ''] = /<SecretAccessKey>(.*?)</.exec(body) ?? [];
      return { accessKeyId, secretAccessKey };
    };
    const streams = await user('streams', ['kinesis:ListStreams']);
    expect((await report('', streams)).month.lines.every(({ type }) => type === 'stream')).toBe(true);
    const nobody = await user('nobody', ['iam:GetUser']);
    const refused = await ask('', nobody);
    expect([refused.status, JSON.parse(refused.body).code]).toEqual([400, 'AccessDeniedException']);
    expect(JSON.parse((await millrace.ask({ path: PATH })).body).code).toBe('MissingAuthenticationTokenException');
  });

  it.each([
    ['from=2026-02-30', 'from is a day such as'],
    ['to=today', 'to is a day such as'],
    ['from=2026-03-02&to=2026-03-01', 'from is not after to'],
    ['by=color', 'by is application, or tag:'],
  ])('%s is refused', async (query, message) => {
    const { status, body } = await ask(query);
    expect([status, JSON.parse(body)]).toEqual([400, { code: 'InvalidParameter', message: expect.stringContaining(message) }]);
  });
});
