import { join } from 'node:path';
import type { Operations, RecordShape } from '#api/kinesis';
import { type Call, randomIds, silentLogger, systemClock } from '#core';
import { openKinesis } from '#services/kinesis';
import { Database } from '#storage';
import { believed } from '../../harness/principals.ts';
import { fakeKeys } from '../../harness/stream-keys.ts';

type Run = <K extends keyof Operations>(operation: K, input: Operations[K]['input']) => Promise<Operations[K]['output']>;

/** Kinesis on a directory that lasts, with what makes it durable switched on. */
export async function openHere(directory: string): Promise<{ run: Run; close(): Promise<void> }> {
  const database = new Database(join(directory, 'meta.db'));
  const { service, close } = await openKinesis({
    keys: fakeKeys(),
    principals: believed,
    database,
    directory: join(directory, 'streams'),
    clock: systemClock,
    ids: randomIds,
    logger: silentLogger,
    limits: 'off',
    transitionMillis: 0,
  });
  const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
  const call = { scope, logger: silentLogger, signal: new AbortController().signal } as Call;
  return {
    async run(operation, input) {
      const entry = service.operations[operation];
      if (!entry || 'unsupported' in entry) throw new Error(operation);
      const output = await entry.run(input as never, call);
      await database.settled();
      return output as Operations[typeof operation]['output'];
    },
    async close() {
      await close();
      database.close();
    },
  };
}

/** All records of all shards of a stream, shard by shard. */
export async function everything(directory: string, StreamName: string): Promise<RecordShape[][]> {
  const { run, close } = await openHere(directory);
  const found: RecordShape[][] = [];
  for (const { ShardId } of (await run('ListShards', { StreamName })).Shards ?? []) {
    const records: RecordShape[] = [];
    let { ShardIterator } = await run('GetShardIterator', { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    for (;;) {
      const answer = await run('GetRecords', { ShardIterator: ShardIterator ?? '' });
      if (answer.Records.length === 0) break;
      records.push(...answer.Records.map((record) => ({ ...record, Data: Buffer.from(record.Data) })));
      ShardIterator = answer.NextShardIterator;
    }
    found.push(records);
  }
  await close();
  return found;
}
