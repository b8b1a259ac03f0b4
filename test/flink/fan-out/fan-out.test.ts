/** Flink's enhanced fan-out consumer on real Flink: records are pushed over HTTP/2, through a resharding and a restart. */
import { ListStreamConsumersCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { StartApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleJar, Stand, until } from '../application/stand.ts';

const APP = 'fan-out';
const stand = new Stand();
beforeAll(async () => {
  const jar = await exampleJar();
  await stand.up();
  await stand.bucketWith({ 'app.jar': jar });
  await stand.streams('in', 'out');
  const roleArn = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'kinesis:*', 'logs:Describe*', 'logs:PutLogEvents']);
  const properties = { 'input.stream': 'in', 'output.stream': 'out', 'aws.region': 'us-east-1', 'source.consumer': 'pushed' };
  await stand.createApplication(APP, roleArn, 'app.jar', { properties });
});
afterAll(() => stand.down());

const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/in';
const consumers = async () => {
  const { Consumers = [] } = await stand.aws.kinesis.send(new ListStreamConsumersCommand({ StreamARN }));
  return Consumers.map(({ ConsumerName, ConsumerStatus }) => [ConsumerName, ConsumerStatus]);
};
const messages = (count: number) =>
  until(`${count} messages`, async () => {
    const all = (await stand.records('out')).map((row) => (JSON.parse(row) as { message: string }).message);
    return new Set(all).size >= count && [...new Set(all)].sort();
  });
const start = async () => {
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
  await stand.reaches(APP, 'RUNNING');
};

test('records are pushed to a consumer that the job registers', async () => {
  await start();
  for (const message of ['a', 'b', 'c']) await stand.put('in', message);
  expect(await messages(3)).toEqual(['a', 'b', 'c']);
  expect(await consumers()).toEqual([['pushed', 'ACTIVE']]);
});

test('they go on coming from the children of a shard that was split', async () => {
  await stand.aws.kinesis.send(
    new SplitShardCommand({ StreamARN, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(2n ** 127n) }),
  );
  await until('the split', () => stand.put('in', 'd').then(() => true));
  for (const message of ['e', 'f', 'g']) await stand.put('in', message);
  expect(await messages(7)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});

test('a stopped job gives its consumer up, and goes on where it was', async () => {
  await stand.stop(APP);
  expect(await consumers()).toEqual([]);
  await stand.put('in', 'h');
  await start();
  await stand.put('in', 'i');
  expect(await messages(9)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
});
