/**
 * Claim: after a crash Millrace serves at once, however much the streams hold: only the newest segment of a shard is looked at, when the
 * shard is first used. A gigabyte of records is put into a stream, the server is killed, its newest segment is torn, and three
 * times are taken: from the start of the process until it serves, until the first record of every shard has been written and read, and
 * the plain reading of all the same bytes, from files that the operating system has in memory. Ratios to that reading; lower is better.
 *
 *   npm run build && npx tsx --conditions=source bench/recovery.ts [MiB] [shards]
 */
import { appendFileSync, closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinesisJson } from './load/requests.ts';
import { ask, millraceOn } from './load/servers.ts';

const MIB = Number(process.argv[2] ?? 1024);
const SHARDS = Number(process.argv[3] ?? 4);
const StreamName = 'recovered';
const directory = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'millrace-bench-'));

const seconds = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

try {
  const first = await millraceOn(directory);
  const json = async (target: typeof first.target, operation: string, input: object) =>
    JSON.parse((await ask(target, kinesisJson(operation, input))).toString() || '{}');
  await json(first.target, 'CreateStream', { StreamName, ShardCount: SHARDS });
  const status = async () =>
    (await json(first.target, 'DescribeStreamSummary', { StreamName })).StreamDescriptionSummary.StreamStatus;
  while ((await status()) !== 'ACTIVE') await new Promise((later) => setTimeout(later, 50));
  const Data = Buffer.alloc(10_240, 'x').toString('base64');
  const Records = Array.from({ length: 400 }, (_, i) => ({ Data, PartitionKey: `key-${i}` }));
  const body = kinesisJson('PutRecords', { StreamName, Records });
  for (let written = 0; written < MIB * 1024 ** 2; written += 400 * 10_240) await ask(first.target, body);
  await first.kill();

  const streams = join(directory, 'streams');
  const files = readdirSync(streams, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.seg'));
  const newest = files.toSorted().at(-1) as string;
  appendFileSync(join(streams, newest), Buffer.alloc(100_000, 'torn'));
  let bytes = 0;
  const reading = await seconds(() => {
    const piece = Buffer.alloc(1024 * 1024);
    for (const name of files) {
      const file = openSync(join(streams, name), 'r');
      for (let got = 1; got > 0; bytes += got) got = readSync(file, piece);
      closeSync(file);
    }
  });

  let again = first;
  const serving = await seconds(async () => {
    again = await millraceOn(directory);
  });
  const { target } = again;
  const using = await seconds(async () => {
    const { Shards } = await json(target, 'ListShards', { StreamName });
    for (const { ShardId, HashKeyRange } of Shards) {
      const record = { StreamName, Data, PartitionKey: 'k', ExplicitHashKey: HashKeyRange.StartingHashKey };
      const { SequenceNumber } = await json(target, 'PutRecord', record);
      const position = { StreamName, ShardId, ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: SequenceNumber };
      const { ShardIterator } = await json(target, 'GetShardIterator', position);
      if ((await json(target, 'GetRecords', { ShardIterator })).Records.length !== 1) throw new Error('a record is missing');
    }
  });
  await again.kill();
  const show = (what: string, took: number) =>
    console.log(`${what.padEnd(44)} ratio ${(took / reading).toFixed(2)}   ${took.toFixed(2)} s`);
  console.log(
    `${(bytes / 1024 ** 2).toFixed(0)} MiB in ${files.length} segments of ${SHARDS} shards; reading them plainly: ${reading.toFixed(2)} s`,
  );
  show('until it serves', serving);
  show('until every shard was written and read', serving + using);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
