/** SQL in a JAR on real Flink: the planner is the cluster's, the connector the JAR's. */
import { StartApplicationCommand, StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleJar, Stand, until } from '../application/stand.ts';

const APP = 'per-minute';
const stand = new Stand();
beforeAll(async () => {
  const jar = await exampleJar('table-sql');
  await stand.up();
  await stand.bucketWith({ 'app.jar': jar });
  await stand.streams('requests', 'minutes');
  const roleArn = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'kinesis:*', 'logs:Describe*', 'logs:PutLogEvents']);
  const properties = { 'input.stream': 'requests', 'output.stream': 'minutes', 'aws.region': 'us-east-1' };
  await stand.createApplication(APP, roleArn, 'app.jar', { properties });
});
afterAll(() => stand.down());

const request = (tenant: string, status: number, ts: string) =>
  stand.put('requests', JSON.stringify({ tenant, status, ts: `2026-01-01T${ts}` }));
const minutes = async (count: number) => {
  const rows = await until(`${count} rows`, async () => {
    const all = await stand.records('minutes');
    return all.length >= count && all;
  });
  return rows
    .map((row) => JSON.parse(row))
    .sort((a, b) => a.minute_start.localeCompare(b.minute_start) || a.tenant.localeCompare(b.tenant));
};
const start = async () => {
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
  await until('RUNNING', async () => {
    const { ApplicationStatus } = await stand.describe(APP);
    if (ApplicationStatus === 'READY') throw new Error(`${await stand.logged(APP, 'failed to transition')}`);
    return ApplicationStatus === 'RUNNING';
  });
};

test('the window of a SQL statement is computed and written', async () => {
  await start();
  await request('a', 200, '00:00:10');
  await request('b', 200, '00:00:20');
  await request('a', 503, '00:00:30');
  await request('a', 200, '00:01:10');
  expect(await minutes(2)).toEqual([
    { tenant: 'a', minute_start: '2026-01-01 00:00:00', requests: 2, failed: 1 },
    { tenant: 'b', minute_start: '2026-01-01 00:00:00', requests: 1, failed: 0 },
  ]);
});

test('an open window survives a stop with its snapshot', async () => {
  await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: APP }));
  await stand.reaches(APP, 'READY');
  await start();
  await request('a', 500, '00:01:20');
  await request('a', 200, '00:02:10');
  expect((await minutes(3)).at(-1)).toEqual({ tenant: 'a', minute_start: '2026-01-01 00:01:00', requests: 2, failed: 1 });
});
