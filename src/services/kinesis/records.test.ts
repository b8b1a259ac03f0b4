import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bytes, HERE, openStand, START, type Stand, text } from '../../../test/wire/kinesis/stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

const iterator = async (
  type: 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'AT_TIMESTAMP',
  more: object = {},
) => {
  const shard = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: type, ...more };
  return (await stand.call('GetShardIterator', shard)).ShardIterator ?? '';
};
const put = (data: string, more: object = {}) =>
  stand.call('PutRecord', { StreamName: 's', Data: bytes(data), PartitionKey: 'k', ...more });
const got = async (ShardIterator: string, Limit?: number) => {
  const answer = await stand.call('GetRecords', { ShardIterator, Limit });
  return { ...answer, texts: answer.Records.map((record) => text(record.Data)) };
};

test('what was put is got, in order, with numbers of AWS form, after a restart too', async () => {
  await stand.stream('s');
  const first = await put('one');
  expect(first).toEqual({
    ShardId: 'shardId-000000000000',
    SequenceNumber: expect.stringMatching(/^49\d{54}$/),
    EncryptionType: undefined,
  });
  await stand.clock.advance(1500);
  const second = await put('two');
  expect(second.SequenceNumber > first.SequenceNumber).toBe(true);
  for (let round = 0; round < 2; round++) {
    const answer = await got(await iterator('TRIM_HORIZON'));
    expect(answer.Records).toEqual([
      {
        SequenceNumber: first.SequenceNumber,
        ApproximateArrivalTimestamp: new Date(START + 300),
        Data: bytes('one'),
        PartitionKey: 'k',
      },
      {
        SequenceNumber: second.SequenceNumber,
        ApproximateArrivalTimestamp: new Date(START + 1800),
        Data: bytes('two'),
        PartitionKey: 'k',
      },
    ]);
    expect(answer.MillisBehindLatest).toBe(0);
    expect((await got(answer.NextShardIterator ?? '')).Records).toEqual([]);
    await stand.reopen();
  }
});

test('an iterator starts where it says', async () => {
  await stand.stream('s');
  const numbers: string[] = [];
  for (const data of ['a', 'b', 'c']) {
    await stand.clock.advance(1000);
    numbers.push((await put(data)).SequenceNumber);
  }
  const from = async (...args: Parameters<typeof iterator>) => (await got(await iterator(...args))).texts.join('');
  expect(await from('TRIM_HORIZON')).toBe('abc');
  expect(await from('AT_SEQUENCE_NUMBER', { StartingSequenceNumber: numbers[1] })).toBe('bc');
  expect(await from('AFTER_SEQUENCE_NUMBER', { StartingSequenceNumber: numbers[1] })).toBe('c');
  expect(await from('AT_TIMESTAMP', { Timestamp: new Date(START + 2300) })).toBe('bc');
  expect(await from('AT_TIMESTAMP', { Timestamp: new Date(START + 2301) })).toBe('c');
  expect(await from('AT_TIMESTAMP', { Timestamp: new Date(START - 100_000) })).toBe('abc');
  const latest = await iterator('LATEST');
  await put('d');
  expect((await got(latest)).texts).toEqual(['d']);
  const shard = (await stand.call('ListShards', { StreamName: 's' })).Shards?.[0];
  const StartingSequenceNumber = shard?.SequenceNumberRange.StartingSequenceNumber;
  expect(await from('AT_SEQUENCE_NUMBER', { StartingSequenceNumber })).toBe('abcd');
  expect(await from('AFTER_SEQUENCE_NUMBER', { StartingSequenceNumber })).toBe('abcd');
});

test('PutRecords spreads records over shards by key and by hash key, and answers in the order of the request', async () => {
  await stand.stream('s', 4);
  const quarter = 2n ** 126n;
  const byHash = [0n, quarter - 1n, quarter, 3n * quarter, 2n ** 128n - 1n].map((key) => ({
    Data: bytes('x'),
    PartitionKey: 'any',
    ExplicitHashKey: key.toString(),
  }));
  const answer = await stand.call('PutRecords', {
    StreamName: 's',
    Records: [...byHash, { Data: bytes('y'), PartitionKey: 'p1' }],
  });
  expect(answer.FailedRecordCount).toBe(0);
  // MD5 of "p1" is ec6ef230f1828039ee794566b9c58adc: the last quarter
  expect(answer.Records.map((record) => Number(record.ShardId?.slice(-1)))).toEqual([0, 0, 1, 3, 3, 3]);
  expect(new Set(answer.Records.map((record) => record.SequenceNumber)).size).toBe(6);
});

test('many writers at once: every record is there once, in the order of its number', async () => {
  await stand.stream('s');
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      stand.call('PutRecords', {
        StreamName: 's',
        Records: Array.from({ length: 5 }, (_, j) => ({ Data: bytes(`${i}-${j}`), PartitionKey: `${i}` })),
      }),
    ),
  );
  const sent = new Map(answers.flatMap((a, i) => a.Records.map((r, j) => [r.SequenceNumber, `${i}-${j}`])));
  const { Records } = await got(await iterator('TRIM_HORIZON'));
  expect(Records).toHaveLength(200);
  expect(Records.map((record) => sent.get(record.SequenceNumber))).toEqual(Records.map((record) => text(record.Data)));
  const numbers = Records.map((record) => BigInt(record.SequenceNumber));
  expect([...numbers].sort((a, b) => (a < b ? -1 : 1))).toEqual(numbers);
});

test('refusals of writes, in AWS words', async () => {
  await stand.stream('s');
  await expect(stand.call('PutRecord', { StreamName: 'no', Data: bytes(''), PartitionKey: 'k' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Stream no under account 123456789012 not found.',
  });
  const tooHigh = (2n ** 128n).toString();
  await expect(put('', { ExplicitHashKey: tooHigh })).rejects.toMatchObject({
    code: 'InvalidArgumentException',
    message: `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${tooHigh}`,
  });
  const nines = '9'.repeat(56);
  await expect(put('', { SequenceNumberForOrdering: nines })).rejects.toMatchObject({
    code: 'InvalidArgumentException',
    message: `ExclusiveMinimumSequenceNumber ${nines} used in PutRecord on stream s under account 123456789012 is invalid.`,
  });
  await expect(put('', { PartitionKey: undefined })).rejects.toThrow('PartitionKey is required');
  await expect(put('x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({
    code: 'ValidationException',
    message:
      "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
  });
  const Records = Array.from({ length: 11 }, () => ({ Data: Buffer.alloc(1024 * 1024 - 1), PartitionKey: 'k' }));
  await expect(stand.call('PutRecords', { StreamName: 's', Records })).rejects.toMatchObject({
    code: 'InvalidArgumentException',
    message: 'Records size exceeds 10 MB limit',
  });
  await expect(put('', { DryRun: true })).rejects.toMatchObject({
    code: 'DryRunOperationException',
    message:
      'DryRunOperation validation succeeded while calling PutRecord operation.: Request would have succeeded, but DryRun flag is set.',
  });
  await expect(stand.call('PutRecord', { Data: bytes(''), PartitionKey: 'k' })).rejects.toThrow(
    "Stream arn and stream name can't be empty at the same time",
  );
  const other = { StreamName: 's', StreamARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/t' };
  await expect(put('', other)).rejects.toThrow("Input stream name s doesn't match the inferred name in stream arn t");
  const abroad = 'arn:aws:kinesis:us-west-2:123456789012:stream/s';
  await expect(put('', { StreamName: undefined, StreamARN: abroad })).rejects.toMatchObject({
    code: 'InvalidArgumentException',
    message: `The region specified in the ARN '${abroad}' does not match the endpoint region`,
  });
  await expect(put('', { StreamName: undefined, StreamARN: 'arn:aws:s3:::b' })).rejects.toThrow('is not the ARN of a stream');
  await expect(put('', { StreamId: 'aaaaaaaaaaaaaaaaaaaa-bbb' })).rejects.toThrow('StreamId is not the id of the stream');
});

test('refusals of iterators, in AWS words', async () => {
  await stand.stream('s', 2);
  const shardId = (ShardId: string, StreamName = 's') =>
    stand.call('GetShardIterator', { StreamName, ShardId, ShardIteratorType: 'LATEST' });
  const missing = 'Shard shardId-000000000005 in stream s under account 123456789012 does not exist';
  await expect(shardId('shardId-5')).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: missing });
  await expect(shardId('shardId-000000000000', 'no')).rejects.toThrow(
    'Shard shardId-000000000000 in stream no under account 123456789012 does not exist',
  );
  await expect(shardId('ABKLFD8')).rejects.toThrow('Could not find shard ABKLFD8 in stream s under account 123456789012.');
  await expect(shardId('2147483648')).rejects.toThrow('Could not find shard 2147483648');
  const rule =
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
    '(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ';
  await expect(iterator('AT_SEQUENCE_NUMBER')).rejects.toThrow(`${rule}AT_SEQUENCE_NUMBER and no StartingSequenceNumber.`);
  await expect(iterator('LATEST', { StartingSequenceNumber: '5' })).rejects.toThrow(
    `${rule}LATEST and also a StartingSequenceNumber.`,
  );
  await expect(iterator('AT_TIMESTAMP')).rejects.toThrow(
    'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
  );
  const late = START + 2000;
  await expect(iterator('AT_TIMESTAMP', { Timestamp: new Date(late) })).rejects.toThrow(
    'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
      `timestampInMillis: ${late}, currentTimestampInMillis: ${START + 300}`,
  );
  await expect(
    iterator('AT_SEQUENCE_NUMBER', { StartingSequenceNumber: '26227199374822427428162556223570313216' }),
  ).rejects.toThrow(
    'StartingSequenceNumber 26227199374822427428162556223570313216 used in GetShardIterator on shard shardId-000000000000 ' +
      'in stream s under account 123456789012 is invalid.',
  );
  // observed by kinesalite
  await expect(iterator('AT_SEQUENCE_NUMBER', { StartingSequenceNumber: '5' })).rejects.toThrow(
    'Invalid StartingSequenceNumber. It encodes shardId-000000000005, while it was used in a call to a shard with shardId-000000000000',
  );
  const { Shards = [] } = await stand.call('ListShards', { StreamName: 's' });
  const StartingSequenceNumber = Shards[1]?.SequenceNumberRange.StartingSequenceNumber ?? '';
  await expect(iterator('AT_SEQUENCE_NUMBER', { StartingSequenceNumber })).rejects.toThrow(
    'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000',
  );
  await stand.call('DeleteStream', { StreamName: 's' });
  await stand.clock.advance(1000);
  await stand.stream('s');
  const own = (await stand.call('ListShards', { StreamName: 's' })).Shards?.[0]?.SequenceNumberRange.StartingSequenceNumber;
  expect(own).not.toBe(Shards[0]?.SequenceNumberRange.StartingSequenceNumber);
  await expect(
    iterator('AT_SEQUENCE_NUMBER', { StartingSequenceNumber: Shards[0]?.SequenceNumberRange.StartingSequenceNumber }),
  ).rejects.toThrow('is invalid because it did not come from this stream.');
});

test('an iterator lives for five minutes, only for its own stream, and cannot be made by hand', async () => {
  await stand.stream('s');
  const old = await iterator('TRIM_HORIZON');
  await stand.clock.advance(300_000);
  expect((await got(old)).texts).toEqual([]);
  await stand.clock.advance(1);
  await expect(got(old)).rejects.toMatchObject({
    code: 'ExpiredIteratorException',
    message:
      'Iterator expired. The iterator was created at time Mon Nov 23 20:00:00 UTC 2026 while right now it is Mon Nov 23 20:05:00 UTC 2026 ' +
      'which is further in the future than the tolerated delay of 300000 milliseconds.',
  });
  const good = await iterator('TRIM_HORIZON');
  expect(good.startsWith('AAAAAAAAAAF')).toBe(true);
  expect(good.length).toBeLessThanOrEqual(512);
  const forged = Buffer.from(good, 'base64');
  forged[20] = (forged[20] ?? 0) ^ 1;
  for (const bad of ['x', 'AAAA', `${good.slice(0, -4)}AAAA`, forged.toString('base64'), `${good}=`]) {
    await expect(got(bad)).rejects.toMatchObject({ code: 'InvalidArgumentException', message: 'Invalid ShardIterator.' });
  }
  await stand.call('DeleteStream', { StreamName: 's' });
  await stand.clock.advance(300);
  await stand.stream('s');
  await expect(got(good)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Shard shardId-000000000000 in stream s under account 123456789012 does not exist',
  });
});

test('records past the retention period are not given', async () => {
  await stand.stream('s');
  await put('old');
  await stand.clock.advance(23 * 3600_000);
  await put('young');
  await stand.clock.advance(2 * 3600_000);
  expect((await got(await iterator('TRIM_HORIZON'))).texts).toEqual(['young']);
  await stand.clock.advance(23 * 3600_000);
  expect((await got(await iterator('TRIM_HORIZON'))).texts).toEqual([]);
});

test('what is past the retention period leaves the disk within hours, and numbers go on after a restart', async () => {
  await stand.stream('s');
  const held = () =>
    readdirSync(join(stand.directory, 'streams'), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  const { SequenceNumber: first = '' } = await put('x'.repeat(1024 * 1024 - 1));
  for (let hour = 0; hour < 23; hour++) {
    await stand.clock.advance(3600_000);
    await put('y'.repeat(1000));
  }
  expect(held()).toBeGreaterThan(1024 * 1024);
  for (let hour = 0; hour < 12; hour++) {
    await stand.clock.advance(3600_000);
    await put('z');
  }
  const comesTo = (bytes: number) =>
    vi.waitFor(async () => {
      await stand.clock.advance(60_000);
      expect(held()).toBeLessThan(bytes);
    });
  await comesTo(1024 * 1024);
  await stand.clock.advance(48 * 3600_000);
  await comesTo(1000);
  await stand.reopen();
  const { SequenceNumber: last = '' } = await put('after');
  // the counter of a sequence number: 36 records came before
  expect((BigInt(last) >> 80n) - (BigInt(first) >> 80n)).toBe(36n);
  expect((await got(await iterator('TRIM_HORIZON'))).texts).toEqual(['after']);
});

test('IAM is asked for the stream an iterator reads', async () => {
  await stand.stream('s');
  expect(stand.access('GetRecords', { ShardIterator: await iterator('LATEST') })).toEqual({
    resource: 'arn:aws:kinesis:us-east-1:123456789012:stream/s',
    resourceAccount: HERE.account,
  });
});
