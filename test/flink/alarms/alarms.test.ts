/** The recommended alarms, by really breaking an application on real Flink: each says ALARM, and its topic tells a webhook. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { StartApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleJar, Stand, until } from '../application/stand.ts';

const APP = 'breaking';
const stand = new Stand();
const heard: { AlarmName: string; NewStateValue: string }[] = [];
let hook: Server;
let cloudwatch: CloudWatchClient;
let topic: string;

const millrace = async (...args: string[]) =>
  (await promisify(execFile)(resolve(import.meta.dirname, '../../../millrace'), [...args, '--data', stand.data])).stdout;

beforeAll(async () => {
  const jar = await exampleJar();
  await stand.up();
  await stand.bucketWith({ 'app.jar': jar });
  await stand.streams('in', 'out');
  const role = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'kinesis:*', 'logs:*']);
  const properties = { 'input.stream': 'in', 'output.stream': 'out', 'aws.region': 'us-east-1' };
  await stand.createApplication(APP, role, 'app.jar', { properties });

  const env = JSON.parse(await millrace('env', '--json')) as Record<string, string>;
  const credentials = { accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '' };
  const client = { endpoint: env['AWS_ENDPOINT_URL'] ?? '', region: 'us-east-1', credentials };
  cloudwatch = new CloudWatchClient(client);
  const sns = new SNSClient(client);
  hook = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    response.end();
    const sent = JSON.parse(body);
    if (sent.Type === 'SubscriptionConfirmation') await fetch(sent.SubscribeURL);
    else heard.push(JSON.parse(sent.Message));
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  topic = (await sns.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
  const Endpoint = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'http', Endpoint }));

  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
  await stand.reaches(APP, 'RUNNING');
});
afterAll(async () => {
  hook?.close();
  await stand.down();
});

const install = () => millrace('alarms', APP, '--topic', topic, '--json');
const stateOf = async (what: string) => {
  const { MetricAlarms: [alarm] = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [`${APP}: ${what}`] }));
  return alarm?.StateValue;
};
const isIn = (what: string, state: string) => until(`${what} ${state}`, async () => (await stateOf(what)) === state, 420);
const isTold = (what: string, state: string) =>
  until(`the webhook is told of ${what}`, async () =>
    heard.some(({ AlarmName, NewStateValue }) => AlarmName === `${APP}: ${what}` && NewStateValue === state),
  );
/** Records all the time, until told to stop. */
function flow(): () => Promise<void> {
  let on = true;
  const running = (async () => {
    while (on) {
      await stand.put('in', 'x');
      await new Promise((done) => setTimeout(done, 500));
    }
  })();
  return async () => {
    on = false;
    await running;
  };
}

test('they are put by one command, twice the same', async () => {
  const names = JSON.parse(await install()) as string[];
  expect(names).toContain(`${APP}: downtime`);
  expect(await install()).toBe(`${JSON.stringify(names)}\n`);
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: `${APP}: ` }));
  expect(MetricAlarms.map(({ AlarmName }) => AlarmName).sort()).toEqual([...names].sort());
});

test('killed TaskManagers: restarts is in ALARM', async () => {
  const stop = flow();
  await isIn('restarts', 'OK');
  const pid = (await stand.status(APP))?.processes.find(({ name, alive }) => alive && name.startsWith('taskmanager'))?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await isIn('restarts', 'ALARM');
  await isTold('restarts', 'ALARM');
  await isIn('records out', 'OK');
  await stop();
});

test('a starved source: records out is in ALARM', async () => {
  await isIn('records out', 'ALARM');
  await isTold('records out', 'ALARM');
});

test('failing checkpoints: failed checkpoints is in ALARM', async () => {
  await isIn('failed checkpoints', 'OK');
  const found = readdirSync(join(stand.data, 'flink'), { recursive: true, withFileTypes: true }).find(
    (each) => each.isDirectory() && each.name === 'checkpoints',
  );
  if (!found) throw new Error('no checkpoints');
  const folder = join(found.parentPath, found.name);
  // where the folder was there is a file: nothing can be written there
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, '');
  await isIn('failed checkpoints', 'ALARM');
  await isTold('failed checkpoints', 'ALARM');
  rmSync(folder);
  renameSync(`${folder}.away`, folder);
});
