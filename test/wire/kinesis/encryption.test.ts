import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes, HERE, openStand, type Stand, text } from './stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand({ limits: 'aws' });
  await stand.stream('s');
});
afterEach(() => stand.close());

const start = (KeyId = 'alias/there') => stand.call('StartStreamEncryption', { StreamName: 's', EncryptionType: 'KMS', KeyId });
const settle = () => stand.clock.advance(300);
const put = (data: string, as = '') =>
  stand.call('PutRecord', { StreamName: 's', Data: bytes(data), PartitionKey: `key of ${data}` }, HERE, as);
const read = async (as = '') => {
  const at = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator = '' } = await stand.call('GetShardIterator', at);
  const { Records } = await stand.call('GetRecords', { ShardIterator }, HERE, as);
  return Records.map(({ Data, PartitionKey, EncryptionType }) => [text(Data), PartitionKey, EncryptionType]);
};
const onDisk = () => {
  const folder = join(stand.directory, 'streams');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.seg'));
  return files.map((name) => readFileSync(join(folder, name), 'latin1')).join('');
};

test('records written after the start lie encrypted on the disk; those before and after the end do not', async () => {
  await put('in the clear');
  await start();
  await settle();
  const { EncryptionType, SequenceNumber } = await put('a secret');
  expect([EncryptionType, SequenceNumber.length]).toEqual(['KMS', 56]);
  const many = [1, 2].map((n) => ({ Data: bytes(`another secret ${n}`), PartitionKey: `p${n}` }));
  expect((await stand.call('PutRecords', { StreamName: 's', Records: many })).EncryptionType).toBe('KMS');
  await stand.call('StopStreamEncryption', { StreamName: 's', EncryptionType: 'KMS', KeyId: 'alias/there' });
  await settle();
  expect((await put('plain again')).EncryptionType).toBeUndefined();
  const found = [
    ['in the clear', 'key of in the clear', undefined],
    ['a secret', 'key of a secret', 'KMS'],
    ['another secret 1', 'p1', 'KMS'],
    ['another secret 2', 'p2', 'KMS'],
    ['plain again', 'key of plain again', undefined],
  ];
  expect(await read()).toEqual(found);
  await stand.reopen();
  expect(await read()).toEqual(found);
  expect(onDisk()).toContain('in the clear');
  expect(onDisk()).toContain('plain again');
  expect(onDisk()).not.toMatch(/(?<!key of )(a|another) secret/);
});

test('writers need GenerateDataKey and readers Decrypt, asked for every five minutes', async () => {
  await start();
  await settle();
  stand.keys.refuse.add('arn:nobody');
  await expect(put('x', 'arn:nobody')).rejects.toThrow(
    expect.objectContaining({ code: 'KMSAccessDeniedException', message: expect.stringContaining('kms:GenerateDataKey') }),
  );
  await put('one', 'arn:writer');
  await put('two', 'arn:writer');
  await expect(read('arn:nobody')).rejects.toThrow(
    expect.objectContaining({ code: 'KMSAccessDeniedException', message: expect.stringContaining('kms:Decrypt') }),
  );
  await stand.clock.advance(1_000);
  expect((await read('arn:reader')).length).toBe(2);
  expect((await read('arn:reader')).length).toBe(2);
  const asked = (what: string) => stand.keys.asked.filter((each) => each === what).length;
  expect([asked('GenerateDataKey arn:writer'), asked('Decrypt arn:reader')]).toEqual([1, 1]);
  await stand.clock.advance(300_000);
  await put('three', 'arn:writer');
  expect((await read('arn:reader')).map(([data]) => data)).toEqual(['one', 'two', 'three']);
  // the reader's first key is asked for again, the writer's second for the first time
  expect([asked('GenerateDataKey arn:writer'), asked('Decrypt arn:reader')]).toEqual([2, 3]);
});

test('descriptions say what encrypts a stream', async () => {
  const shown = async () => {
    const { StreamDescription: whole } = await stand.call('DescribeStream', { StreamName: 's' });
    const { StreamDescriptionSummary: summary } = await stand.call('DescribeStreamSummary', { StreamName: 's' });
    return [whole.StreamStatus, whole.EncryptionType, whole.KeyId, summary.EncryptionType, summary.KeyId];
  };
  expect(await shown()).toEqual(['ACTIVE', 'NONE', undefined, 'NONE', undefined]);
  await start();
  expect(await shown()).toEqual(['UPDATING', 'KMS', 'alias/there', 'KMS', 'alias/there']);
  await settle();
  await stand.call('StopStreamEncryption', { StreamName: 's', EncryptionType: 'KMS', KeyId: 'alias/there' });
  await settle();
  expect(await shown()).toEqual(['ACTIVE', 'NONE', undefined, 'NONE', undefined]);
});

test('what cannot be encrypted with is refused, and so is the 26th time of a day', async () => {
  await expect(start('alias/missing')).rejects.toThrow(expect.objectContaining({ code: 'KMSNotFoundException' }));
  await expect(
    stand.call('StartStreamEncryption', { StreamName: 's', EncryptionType: 'NONE', KeyId: 'alias/there' }),
  ).rejects.toThrow(expect.objectContaining({ code: 'InvalidArgumentException' }));
  await expect(
    stand.call('StopStreamEncryption', { StreamName: 's', EncryptionType: 'KMS', KeyId: 'alias/there' }),
  ).rejects.toThrow(expect.objectContaining({ code: 'InvalidArgumentException' }));
  for (let i = 0; i < 25; i++) {
    await start();
    if (i === 0) await expect(start()).rejects.toThrow(expect.objectContaining({ code: 'ResourceInUseException' }));
    await settle();
  }
  await expect(start()).rejects.toThrow(expect.objectContaining({ code: 'LimitExceededException' }));
});
