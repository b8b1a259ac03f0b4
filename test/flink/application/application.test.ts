/** One application on real Flink, through the API: its role is its only power, and nothing that dies takes its state along. */
import {
  CreateApplicationCommand,
  DescribeApplicationOperationCommand,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from '#storage';
import { exampleJar, Stand, until } from './stand.ts';

const READ = ['s3:GetObject', 'kinesis:Describe*', 'kinesis:ListShards', 'kinesis:Get*', 'logs:Describe*', 'logs:PutLogEvents'];
const APP = 'transform';
const stand = new Stand();
let roleArn: string;

beforeAll(async () => {
  const jar = await exampleJar();
  await stand.up();
  const zipWithoutMain = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');
  await stand.bucketWith({ 'app.jar': jar, 'broken.jar': Buffer.from('this is no JAR'), 'no-main.jar': zipWithoutMain });
  await stand.streams('in', 'out');
  roleArn = await stand.role('exec');
  await stand.allow('exec', [...READ, 'kinesis:PutRecords']);
  const properties = { 'input.stream': 'in', 'output.stream': 'out', 'aws.region': 'us-east-1' };
  await stand.createApplication(APP, roleArn, 'app.jar', { properties });
});
afterAll(() => stand.down());

const start = (ApplicationName: string) => stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName }));
const arrives = (message: string, seconds = 120) =>
  until(`"${message}" in the output`, async () => (await stand.messages('out')).includes(message), seconds);
const pidsOf = async () => {
  const report = await stand.status(APP);
  const pid = (name: string) => report?.processes.find((each) => each.name.startsWith(name))?.pid ?? 0;
  return { jobManager: pid('jobmanager'), taskManager: pid('taskmanager') };
};

test('it runs, and what comes out was computed by Flink', async () => {
  await start(APP);
  expect((await stand.describe(APP)).ApplicationStatus).toBe('STARTING');
  await stand.reaches(APP, 'RUNNING');
  expect((await stand.status(APP))?.job?.state).toBe('RUNNING');
  await stand.put('in', 'first');
  await arrives('first');
});

test('without kinesis:PutRecords it shows AccessDenied and no output; given back, it recovers by itself', async () => {
  await stand.allow('exec', READ);
  await stand.put('in', 'while forbidden');
  const denied = await until('AccessDenied in the log stream', async () => (await stand.logged(APP, 'AccessDenied')).at(0));
  expect(denied).toContain('kinesis:PutRecords');
  expect(await stand.messages('out')).not.toContain('while forbidden');
  expect((await stand.describe(APP)).ApplicationStatus).toBe('RUNNING');
  await stand.allow('exec', [...READ, 'kinesis:PutRecords']);
  await arrives('while forbidden');
});

test('kill -9 of the TaskManager: the job comes back from its checkpoint', async () => {
  process.kill((await pidsOf()).taskManager, 'SIGKILL');
  await stand.put('in', 'after the TaskManager');
  await arrives('after the TaskManager', 180);
});

test('kill -9 of the JobManager: a new attempt restores the last checkpoint', async () => {
  const before = await pidsOf();
  process.kill(before.jobManager, 'SIGKILL');
  await stand.put('in', 'after the JobManager');
  await arrives('after the JobManager', 180);
  expect((await pidsOf()).jobManager).not.toBe(before.jobManager);
  // restored, not begun anew: TRIM_HORIZON would have brought everything a second time
  expect((await stand.messages('out')).filter((each) => each === 'first')).toHaveLength(1);
});

test('kill -9 of Millrace: the next one adopts the running cluster', async () => {
  const before = await pidsOf();
  const server = stand.serverPid;
  process.kill(server, 'SIGKILL');
  await until('the end of Millrace', async () => !isAlive(server));
  await stand.up();
  await stand.put('in', 'after Millrace');
  await arrives('after Millrace');
  expect(await pidsOf()).toEqual(before);
  expect((await stand.describe(APP)).ApplicationStatus).toBe('RUNNING');
});

test('stopped, it leaves no process; down finds nothing left behind', async () => {
  const before = await pidsOf();
  await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: APP }));
  await stand.reaches(APP, 'READY');
  // a process that gave its memory back may take a moment to leave the table, and its parent to bury it
  for (const pid of Object.values(before)) await until(`the end of process ${pid}`, async () => !isAlive(pid), 10);
  expect((await stand.status(APP))?.processes.filter(({ alive }) => alive)).toEqual([]);
});

test.each([
  ['broken', 'broken.jar', /zip|jar|open/i],
  ['no-main', 'no-main.jar', /main|manifest|entry/i],
])('a %s JAR is a failed start that says why, in the operation and in the log stream', async (name, key, reason) => {
  await stand.createApplication(name, roleArn, key);
  const { OperationId } = await start(name);
  await stand.reaches(name, 'READY');
  const { ApplicationOperationInfoDetails: info } = await stand.aws.analytics.send(
    new DescribeApplicationOperationCommand({ ApplicationName: name, OperationId }),
  );
  expect(info?.OperationStatus).toBe('FAILED');
  expect(info?.OperationFailureDetails?.ErrorInfo?.ErrorString).toMatch(reason);
  const [logged] = await until('the service record', async () => {
    const lines = await stand.logged(name, 'failed to transition');
    return lines.length > 0 && lines;
  });
  expect(JSON.parse(logged ?? '')).toMatchObject({ messageType: 'ERROR', errorCode: 'CodeError.InvalidApplicationCode' });
});

test('a missing object, a role the service may not assume and an unknown runtime are refused in AWS’s words', async () => {
  await expect(stand.createApplication('a', roleArn, 'nowhere.jar')).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: expect.stringContaining('unable to get the specified fileKey: nowhere.jar in the specified bucket: flink-tests'),
  });
  const other = await stand.role('for-lambda', 'lambda.amazonaws.com');
  await expect(stand.createApplication('b', other, 'app.jar')).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: expect.stringContaining("doesn't have sufficient privileges to assume the role"),
  });
  const unknown = new CreateApplicationCommand({
    ApplicationName: 'c',
    RuntimeEnvironment: 'FLINK-9_9' as 'FLINK-1_20',
    ServiceExecutionRole: roleArn,
  });
  await expect(stand.aws.analytics.send(unknown)).rejects.toMatchObject({ message: expect.stringContaining('enum value set') });
});
