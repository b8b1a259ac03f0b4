import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes, openStand, type Stand, text } from '../../../test/wire/kinesis/stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
  await stand.stream('s');
});
afterEach(() => stand.close());

const put = (data: string) => stand.call('PutRecord', { StreamName: 's', Data: bytes(data), PartitionKey: 'k' });
const start = async () => {
  const shard = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
  return (await stand.call('GetShardIterator', shard)).ShardIterator ?? '';
};
const got = async (ShardIterator: string, Limit: number) => {
  const answer = await stand.call('GetRecords', { ShardIterator, Limit });
  return { ...answer, texts: answer.Records.map((record) => text(record.Data)) };
};

test('GetRecords tells how far behind it is', async () => {
  await put('a');
  await stand.clock.advance(4000);
  await put('b');
  const answer = await got(await start(), 1);
  expect([answer.texts, answer.MillisBehindLatest]).toEqual([['a'], 4000]);
  const rest = await got(answer.NextShardIterator ?? '', 1);
  expect([rest.texts, rest.MillisBehindLatest]).toEqual([['b'], 0]);
});

test('in whole seconds, and never as none while there is more', async () => {
  await stand.clock.advance(600); // 900 ms into a second
  await put('a');
  await put('b');
  const from = await start();
  const behind = async () => (await got(from, 1)).MillisBehindLatest;
  expect(await behind()).toBe(1000);
  await stand.clock.advance(1099); // 999 ms into the next one
  expect(await behind()).toBe(1000);
  await stand.clock.advance(1);
  expect(await behind()).toBe(2000);
});
