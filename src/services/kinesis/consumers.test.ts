import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SubscribeToShardEvent, SubscribeToShardEventStream } from '#api/kinesis';
import { bytes, openStand, START, type Stand, text } from '../../../test/wire/kinesis/stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
  await stand.stream('s');
});
afterEach(() => stand.close());

const ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/s';
const register = async (ConsumerName: string) => {
  const { Consumer } = await stand.call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName });
  await stand.clock.advance(300);
  return Consumer;
};
const put = (data: string) => stand.call('PutRecord', { StreamName: 's', Data: bytes(data), PartitionKey: 'k' });
const subscribe = async (ConsumerARN: string, position: object = { Type: 'LATEST' }) => {
  const StartingPosition = position as { Type: 'LATEST' };
  const { EventStream } = await stand.call('SubscribeToShard', {
    ConsumerARN,
    ShardId: 'shardId-000000000000',
    StartingPosition,
  });
  return EventStream[Symbol.asyncIterator]();
};
const next = async (events: AsyncIterator<SubscribeToShardEventStream>): Promise<SubscribeToShardEvent | undefined> => {
  const step = await events.next();
  return step.done ? undefined : step.value.SubscribeToShardEvent;
};
/** Lets time pass in steps, so that everything due at a step has happened before the next. */
const pass = async (millis: number) => {
  for (let passed = 0; passed < millis; passed += 1000) {
    for (let i = 0; i < 5; i++) await new Promise((done) => setImmediate(done));
    await stand.clock.advance(Math.min(1000, millis - passed));
  }
};
const texts = (event: SubscribeToShardEvent | undefined) => event?.Records.map((record) => text(record.Data));

test('consumers are registered, described, listed and deregistered', async () => {
  const answer = await stand.call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName: 'b', Tags: { a: '1' } });
  expect(answer.Consumer).toEqual({
    ConsumerName: 'b',
    ConsumerARN: `${ARN}/consumer/b:1795464000`,
    ConsumerStatus: 'CREATING',
    ConsumerCreationTimestamp: new Date(START),
  });
  await expect(subscribe(answer.Consumer.ConsumerARN)).rejects.toMatchObject({
    code: 'ResourceInUseException',
    message: 'Consumer b with creation timestamp 1795464000 under stream s and account 123456789012 is not in ACTIVE status.',
  });
  await stand.clock.advance(300);
  await register('a');
  const named = await stand.call('DescribeStreamConsumer', { StreamARN: ARN, ConsumerName: 'b' });
  expect(named.ConsumerDescription).toMatchObject({ ConsumerStatus: 'ACTIVE', StreamARN: ARN });
  const { ConsumerARN } = named.ConsumerDescription;
  expect(await stand.call('DescribeStreamConsumer', { ConsumerARN })).toEqual(named);
  expect(await stand.call('ListTagsForResource', { ResourceARN: ConsumerARN })).toEqual({ Tags: [{ Key: 'a', Value: '1' }] });
  const page = await stand.call('ListStreamConsumers', { StreamARN: ARN, MaxResults: 1 });
  expect(page.Consumers?.map((consumer) => consumer.ConsumerName)).toEqual(['a']);
  const rest = await stand.call('ListStreamConsumers', { StreamARN: ARN, NextToken: page.NextToken });
  expect(rest.Consumers?.map((consumer) => consumer.ConsumerName)).toEqual(['b']);
  await expect(register('b')).rejects.toMatchObject({ code: 'ResourceInUseException' });
  await expect(stand.call('DeleteStream', { StreamName: 's' })).rejects.toMatchObject({ code: 'ResourceInUseException' });
  await stand.call('DeregisterStreamConsumer', { ConsumerARN });
  expect((await stand.call('DescribeStreamConsumer', { ConsumerARN })).ConsumerDescription.ConsumerStatus).toBe('DELETING');
  await stand.clock.advance(300);
  const gone = { code: 'ResourceNotFoundException' };
  await expect(stand.call('DescribeStreamConsumer', { ConsumerARN })).rejects.toMatchObject({
    ...gone,
    message: 'Consumer b with creation timestamp 1795464000 under stream: s, account 123456789012 not found.',
  });
  await expect(stand.call('DescribeStreamConsumer', { StreamARN: ARN, ConsumerName: 'b' })).rejects.toMatchObject(gone);
  await expect(stand.call('DescribeStreamConsumer', {})).rejects.toThrow('must be specified');
  expect((await register('b')).ConsumerARN).not.toBe(ConsumerARN);
  await stand.call('DeleteStream', { StreamName: 's', EnforceConsumerDeletion: true });
});

test('a stream has at most twenty consumers, and more where limits are off', async () => {
  const limited = await openStand({ limits: 'aws' });
  try {
    await limited.stream('s');
    const more = async (ConsumerName: string) => {
      await limited.call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName });
      await limited.clock.advance(1000);
    };
    for (let i = 0; i < 20; i++) await more(`c${i}`);
    await expect(more('one-more')).rejects.toMatchObject({ code: 'LimitExceededException' });
  } finally {
    await limited.close();
  }
  for (let i = 0; i <= 20; i++) await register(`c${i}`);
});

test('a subscription pushes records as they come, and says where to continue', async () => {
  const { ConsumerARN } = await register('c');
  await put('before');
  const events = await subscribe(ConsumerARN, { Type: 'TRIM_HORIZON' });
  expect(texts(await next(events))).toEqual(['before']);
  const coming = next(events);
  const { SequenceNumber } = await put('after');
  const event = await coming;
  expect(texts(event)).toEqual(['after']);
  const continuation = event?.ContinuationSequenceNumber ?? '';
  expect(event?.MillisBehindLatest).toBe(0);
  expect(BigInt(continuation)).toBeGreaterThan(BigInt(SequenceNumber));
  await events.return?.();
  const missed = await put('missed');
  expect(BigInt(missed.SequenceNumber)).toBeGreaterThan(BigInt(continuation));
  for (const [Type, number] of [
    ['AFTER_SEQUENCE_NUMBER', SequenceNumber],
    ['AFTER_SEQUENCE_NUMBER', continuation],
    ['AT_SEQUENCE_NUMBER', continuation],
  ] as const) {
    await stand.clock.advance(5000);
    const again = await subscribe(ConsumerARN, { Type, SequenceNumber: number });
    expect(texts(await next(again))).toEqual(['missed']);
    await again.return?.();
  }
});

test('an idle subscription greets at once, beats every five seconds, and ends after five minutes', async () => {
  const { ConsumerARN } = await register('c');
  const events = await subscribe(ConsumerARN);
  const greeting = await next(events);
  expect(greeting?.Records).toEqual([]);
  let beats = 0;
  const rest = (async () => {
    while (await next(events)) beats++;
  })();
  await pass(300_000);
  await rest;
  expect(beats).toBe(59);
  const { SequenceNumber } = await put('later');
  const position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: greeting?.ContinuationSequenceNumber };
  const again = await subscribe(ConsumerARN, position);
  expect((await next(again))?.Records[0]?.SequenceNumber).toBe(SequenceNumber);
  await again.return?.();
});

test('one consumer reads a shard once: soon a second call is refused, later it takes over', async () => {
  const { ConsumerARN } = await register('c');
  const first = await subscribe(ConsumerARN);
  await next(first);
  await stand.clock.advance(4999);
  await expect(subscribe(ConsumerARN)).rejects.toMatchObject({
    code: 'ResourceInUseException',
    message: 'Another active subscription exists for this consumer: 123456789012:s:shardId-000000000000:c',
  });
  const waiting = next(first);
  await pass(1);
  await waiting;
  const second = await subscribe(ConsumerARN);
  await next(second);
  expect(await next(first)).toBeUndefined();
  await put('x');
  expect(texts(await next(second))).toEqual(['x']);
  await second.return?.();
});

test('at the end of a shard the children are named and nothing is to be continued', async () => {
  const { ConsumerARN } = await register('c');
  await put('last');
  const events = await subscribe(ConsumerARN, { Type: 'TRIM_HORIZON' });
  expect(texts(await next(events))).toEqual(['last']);
  const end = next(events);
  await stand.call('SplitShard', {
    StreamName: 's',
    ShardToSplit: 'shardId-000000000000',
    NewStartingHashKey: (2n ** 127n).toString(),
  });
  const event = await end;
  expect(event?.Records).toEqual([]);
  expect(event?.ChildShards?.map((child) => child.ShardId)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
  expect(event && 'ContinuationSequenceNumber' in event).toBe(false);
  expect(await next(events)).toBeUndefined();
  await stand.clock.advance(5000);
  const again = await subscribe(ConsumerARN, { Type: 'TRIM_HORIZON' });
  const read = await next(again);
  expect([texts(read), read?.ChildShards, read?.MillisBehindLatest]).toEqual([['last'], undefined, 5000]);
  expect(read?.ContinuationSequenceNumber).toMatch(/^49/);
  expect(await next(again)).toEqual({ Records: [], MillisBehindLatest: 5000, ChildShards: event?.ChildShards });
  expect(await next(again)).toBeUndefined();
});

test('deleting the stream ends subscriptions, deregistering the consumer does not', async () => {
  const { ConsumerARN } = await register('c');
  const events = await subscribe(ConsumerARN);
  await next(events);
  const coming = next(events);
  await stand.call('DeregisterStreamConsumer', { ConsumerARN });
  await stand.clock.advance(300);
  await expect(subscribe(ConsumerARN)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  await put('still');
  expect(texts(await coming)).toEqual(['still']);
  const over = next(events);
  await stand.call('DeleteStream', { StreamName: 's', EnforceConsumerDeletion: true });
  expect(await over).toBeUndefined();
});
