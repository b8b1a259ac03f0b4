/** Flink's consumer on real Flink, polling and by enhanced fan-out, while its stream is split and merged under load: every record, and once. */
import { MergeShardsCommand, PutRecordsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { StartApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleJar, Stand, sleep, until } from '../application/stand.ts';

const stand = new Stand();
const KINDS = { polling: {}, 'fan-out': { 'source.consumer': 'pushed' } } as const;
const names = (kind: string) => ({ input: `in-${kind}`, output: `out-${kind}` });

beforeAll(async () => {
  const jar = await exampleJar();
  await stand.up();
  await stand.bucketWith({ 'app.jar': jar });
  const roleArn = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'kinesis:*', 'logs:Describe*', 'logs:PutLogEvents']);
  for (const [kind, source] of Object.entries(KINDS)) {
    const { input, output } = names(kind);
    await stand.streams(input, output);
    const properties = { 'input.stream': input, 'output.stream': output, 'aws.region': 'us-east-1', ...source };
    await stand.createApplication(kind, roleArn, 'app.jar', { properties });
  }
});
afterAll(() => stand.down());

describe.each(Object.keys(KINDS))('%s', (kind) => {
  const { input: StreamName, output } = names(kind);
  const sent: string[] = [];

  /**
   * Sixty a second, over keys that fall into all shards. Flink finds new shards every ten seconds, and then writes all that came meanwhile
   * at once: more than the thousand records that a shard takes a second would be refused, and this example ends its job for that.
   */
  async function load(until: () => boolean): Promise<void> {
    while (!until()) {
      const batch = Array.from({ length: 15 }, (_, i) => `${kind} ${sent.length + i}`);
      const Records = batch.map((text) => ({ Data: Buffer.from(text), PartitionKey: text }));
      const { FailedRecordCount } = await stand.aws.kinesis.send(new PutRecordsCommand({ StreamName, Records }));
      expect(FailedRecordCount).toBe(0);
      sent.push(...batch);
      await sleep(250);
    }
  }

  test('every record comes out once', async () => {
    await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: kind }));
    await stand.reaches(kind, 'RUNNING');
    let done = false;
    const loading = load(() => done);
    const { kinesis } = stand.aws;
    const shard = (number: number) => `shardId-${String(number).padStart(12, '0')}`;
    const split = (number: number, at: bigint) =>
      kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: shard(number), NewStartingHashKey: String(at) }));
    try {
      for (const reshard of [
        () => split(0, 2n ** 127n),
        () => split(1, 2n ** 126n),
        () => kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: shard(4), AdjacentShardToMerge: shard(2) })),
      ]) {
        await sleep(4000);
        await stand.streamIs(StreamName, 'ACTIVE');
        await reshard();
      }
      await sleep(4000);
    } finally {
      // whatever happens, nobody writes to what is torn down
      done = true;
      await loading;
    }
    const came = () => stand.messages(output);
    await until('all of them', async () => new Set(await came()).size >= sent.length, 180);
    // two checkpoints more: what would come twice had its time to come
    await sleep(2500);
    const there = await came();
    expect(new Set(there)).toEqual(new Set(sent));
    // the sink writes at least once: a job that had to begin again, for want of a busy machine's time, may say things twice
    const restarts = await stand.logged(kind, '"switched from state RUNNING to RESTARTING"');
    if (restarts.length === 0) expect(there.sort()).toEqual([...sent].sort());
    await stand.stop(kind);
  });
});
