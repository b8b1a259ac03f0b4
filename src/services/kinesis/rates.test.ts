import { afterEach, beforeEach, expect, test } from 'vitest';
import { HERE, openStand, type Stand } from '../../../test/wire/kinesis/stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand({ limits: 'aws' });
});
afterEach(() => stand.close());

const outcomes = async (calls: readonly (() => Promise<unknown>)[]) => {
  const all = await Promise.allSettled(calls.map((call) => call()));
  return all.map((each) => (each.status === 'fulfilled' ? 'ok' : `${each.reason.code}: ${each.reason.message}`));
};
const times = (count: number, call: () => Promise<unknown>) => outcomes(Array.from({ length: count }, () => call));

test('calls of one kind are counted by account and region, and come back with time', async () => {
  const list = (account = HERE.account, region = HERE.region) => stand.call('ListStreams', {}, { ...HERE, account, region });
  expect(await times(6, list)).toEqual([
    ...Array(5).fill('ok'),
    'LimitExceededException: Rate exceeded for account 123456789012.',
  ]);
  expect(await times(1, () => list('210987654321'))).toEqual(['ok']);
  expect(await times(1, () => list(HERE.account, 'eu-west-1'))).toEqual(['ok']);
  await stand.clock.advance(400);
  expect((await times(3, list)).filter((each) => each === 'ok').length).toBe(2);
});

test('others by stream, whichever way it is named, or by shard', async () => {
  await stand.stream('a');
  await stand.stream('b');
  const arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/a';
  const grow = (to: number, name: object) => () =>
    stand.call('IncreaseStreamRetentionPeriod', { ...name, RetentionPeriodHours: to }).then(() => stand.clock.advance(0));
  const seen = await outcomes([
    ...[25, 26, 27, 28, 29].map((to) => grow(to, { StreamName: 'a' })),
    grow(30, { StreamARN: arn }),
    grow(30, { StreamName: 'b' }),
  ]);
  expect(seen.at(-2)).toBe('LimitExceededException: Rate exceeded for stream a under account 123456789012.');
  expect(seen.at(-1)).toBe('ok');
  const iterator = () =>
    stand.call('GetShardIterator', { StreamName: 'a', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' });
  expect((await times(6, iterator)).at(-1)).toBe(
    'ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000 in stream a under account 123456789012.',
  );
});

test('five streams and five consumers may be in the making', async () => {
  const create = (name: string) => () => stand.call('CreateStream', { StreamName: name, ShardCount: 1 });
  await outcomes(['a', 'b', 'c'].map(create));
  await stand.clock.advance(200);
  expect(await outcomes(['d', 'e', 'f'].map(create))).toEqual([
    'ok',
    'ok',
    'LimitExceededException: At most 5 streams can simultaneously be in CREATING or DELETING.',
  ]);
  await stand.clock.advance(1000);
  const register = (name: string) => () =>
    stand.call('RegisterStreamConsumer', { StreamARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/a', ConsumerName: name });
  await outcomes(['a', 'b', 'c'].map(register));
  await stand.clock.advance(200);
  expect((await outcomes(['d', 'e', 'f'].map(register))).at(-1)).toBe(
    'LimitExceededException: At most 5 consumers of a stream can be in CREATING status at the same time.',
  );
});

test('the mode of a stream can be switched twice a day', async () => {
  await stand.stream('a');
  const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/a';
  const to = async (StreamMode: 'ON_DEMAND' | 'PROVISIONED') => {
    await stand.call('UpdateStreamMode', { StreamARN, StreamModeDetails: { StreamMode } });
    await stand.clock.advance(300);
  };
  await to('ON_DEMAND');
  await to('PROVISIONED');
  await to('PROVISIONED');
  await expect(to('ON_DEMAND')).rejects.toThrow(expect.objectContaining({ code: 'LimitExceededException' }));
  await stand.clock.advance(24 * 3600_000);
  await to('ON_DEMAND');
});

test('a commitment to a least throughput lasts a day, and brings room for 50 consumers', async () => {
  const set = async (Status: 'ENABLED' | 'DISABLED') =>
    (await stand.call('UpdateAccountSettings', { MinimumThroughputBillingCommitment: { Status } }))
      .MinimumThroughputBillingCommitment;
  const shown = async () => (await stand.call('DescribeAccountSettings', {})).MinimumThroughputBillingCommitment;
  expect(await shown()).toEqual({ Status: 'DISABLED' });
  const StartedAt = new Date(stand.clock.millis());
  const EarliestAllowedEndAt = new Date(stand.clock.millis() + 24 * 3600_000);
  expect(await set('ENABLED')).toEqual({ Status: 'ENABLED', StartedAt, EarliestAllowedEndAt });
  await stand.call('CreateStream', { StreamName: 'd', StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/d';
  const register = async (n: number) => {
    await stand.clock.advance(1000);
    await stand.call('RegisterStreamConsumer', { StreamARN, ConsumerName: `c${n}` });
  };
  for (let n = 0; n < 50; n++) await register(n);
  await expect(register(50)).rejects.toThrow('at most 50 registered consumers');
  expect(await set('DISABLED')).toEqual({ Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', StartedAt, EarliestAllowedEndAt });
  await stand.clock.advance(24 * 3600_000);
  expect(await shown()).toEqual({ Status: 'DISABLED', StartedAt, EndedAt: EarliestAllowedEndAt });
});
