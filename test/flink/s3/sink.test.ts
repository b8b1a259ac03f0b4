/** Flink's S3 file system (Hadoop S3A) writes to Millrace: committed on checkpoints, each record once, with the role's rights only. */

import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { StartApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleJar, Stand, sleep, until } from '../application/stand.ts';

const APP = 'to-s3';
const BUCKET = 'lake';
const PART = /^events\/dt=\d{4}-\d{2}-\d{2}\/hour=\d{2}\/part-[0-9a-f-]{36}-\d+\.jsonl$/;
const READ = ['kinesis:DescribeStream*', 'kinesis:ListShards', 'kinesis:Get*', 'logs:Describe*', 'logs:PutLogEvents'];
/** What Flink's documentation of the sink asks for, on the objects of one bucket. */
const WRITE = ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

const stand = new Stand();

beforeAll(async () => {
  const jar = await exampleJar('kinesis-to-s3');
  await stand.up();
  await stand.bucketWith({ 'app.jar': jar });
  await stand.aws.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await stand.streams('in');
  const roleArn = await stand.role('exec');
  await rights(WRITE);
  const properties = { 'input.stream': 'in', 'output.path': `s3a://${BUCKET}/events`, 'aws.region': 'us-east-1' };
  await stand.createApplication(APP, roleArn, 'app.jar', { properties });
});
afterAll(() => stand.down());

async function rights(onObjects: readonly string[]): Promise<void> {
  const statement = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      statement(READ, '*'),
      statement(['s3:GetObject'], `arn:aws:s3:::${stand.bucket}/app.jar`),
      statement(['s3:ListBucket'], `arn:aws:s3:::${BUCKET}`),
      statement(onObjects, `arn:aws:s3:::${BUCKET}/*`),
    ],
  });
  await stand.aws.iam.send(new PutRolePolicyCommand({ RoleName: 'exec', PolicyName: 'exec', PolicyDocument }));
}

async function keys(): Promise<string[]> {
  const { Contents } = await stand.aws.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'events/dt=' }));
  return (Contents ?? []).map(({ Key }) => Key ?? '');
}

/** The messages of all finished files, each as often as it is there. */
async function written(): Promise<string[]> {
  const texts = (await keys()).map(async (Key) => {
    const { Body } = await stand.aws.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return (await Body?.transformToString()) ?? '';
  });
  const lines = (await Promise.all(texts)).flatMap((text) => text.split('\n').filter((line) => line !== ''));
  return lines.map((line) => (JSON.parse(line) as { message: string }).message);
}

const arrive = (messages: readonly string[]) =>
  until(`${messages.at(-1)} in the bucket`, async () => {
    const there = new Set(await written());
    return messages.every((each) => there.has(each));
  });

const put = async (messages: readonly string[]): Promise<void> => {
  for (const message of messages) await stand.put('in', message);
};
const some = (name: string, count = 20): string[] => Array.from({ length: count }, (_, at) => `${name} ${at}`);
const sorted = (texts: readonly string[]): string[] => [...texts].sort();

const [first, during, after, forbidden] = [some('first'), some('during'), some('after'), some('forbidden', 1)];

test('records come out as lines of objects under their day and hour', async () => {
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
  await stand.reaches(APP, 'RUNNING');
  await put(first);
  await arrive(first);
  expect(sorted(await written())).toEqual(sorted(first));
  for (const key of await keys()) expect(key).toMatch(PART);
});

test('kill -9 of a TaskManager between two checkpoints: each record is there once', async () => {
  await put(during);
  const taskManager = (await stand.status(APP))?.processes.find(({ name, alive }) => alive && name.startsWith('taskmanager'));
  process.kill(taskManager?.pid ?? 0, 'SIGKILL');
  await put(after);
  await arrive([...during, ...after]);
  // two checkpoints more: what would come twice had its time to come
  await sleep(2500);
  expect(sorted(await written())).toEqual(sorted([...first, ...during, ...after]));
});

test('without s3:PutObject: AccessDenied in the log stream and no object; given back, it recovers by itself', async () => {
  await rights(WRITE.filter((action) => action !== 's3:PutObject'));
  await put(forbidden);
  const denied = await until('AccessDenied in the log stream', async () => (await stand.logged(APP, 'AccessDenied')).at(0));
  expect(denied).toContain('s3:PutObject');
  expect(await written()).not.toContain(forbidden[0]);
  await rights(WRITE);
  await arrive(forbidden);
  expect(sorted(await written())).toEqual(sorted([...first, ...during, ...after, ...forbidden]));
});
