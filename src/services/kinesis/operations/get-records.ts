import type { GetRecordsInput, GetRecordsOutput, RecordShape } from '#api/kinesis';
import type { Operation } from '#core';
import { accessTo, addressOf } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { dryRun, nameAndArnDiffer, rateExceeded, shardDoesNotExist } from '../errors.ts';
import { childShards } from '../shapes.ts';
import { openIterator, peekIterator, sealIterator } from '../shard-iterator.ts';
import { readShard } from '../shard-reader.ts';
import { shardName, streamArn } from '../stream.ts';
import { countRead } from '../usage.ts';

/** — aws: API reference, GetRecords: at most 10,000 records and 10 MiB */
const MAX_RECORDS = 10_000;
const MAX_BYTES = 10 * 1024 * 1024;

export const getRecords: Operation<GetRecordsInput, GetRecordsOutput, KinesisDeps> = {
  access: (input) => {
    const { scope, stream } = peekIterator(input.ShardIterator);
    const arn = streamArn(scope, stream);
    // an ARN that names no stream is told as everywhere
    if (input.StreamARN !== undefined && input.StreamARN !== arn) throw nameAndArnDiffer(stream, addressOf(input, scope).name);
    return accessTo(arn, scope);
  },
  run: async (input, call, { streams, ciphers, clock, seal, charge }) => {
    const now = clock.millis();
    const position = openIterator(input.ShardIterator, seal, now);
    const { scope, shard: number } = position;
    const stream = streams.in(scope).find(position.stream);
    const shard = stream?.row.shards[number];
    if (!stream || !shard || stream.row.id !== position.id) {
      throw shardDoesNotExist(shardName(number), position.stream, scope.account);
    }
    if (input.DryRun) throw dryRun('GetRecords');
    const throughput = stream.live.throughput(shard);
    const { meter } = stream.live;
    if (!throughput.readCall()) {
      meter.getRecordsThrottled();
      meter.shard(stream.row, number)?.readCall(1);
      throw rateExceeded(shardName(number), stream.row.name, scope.account);
    }
    const { lend, sent } = call;
    const wanted = { from: position.index, maxRecords: input.Limit ?? MAX_RECORDS, maxBytes: MAX_BYTES, now, lend, sent };
    const opener = stream.row.everEncrypted ? ciphers.opener(stream, call) : undefined;
    const read = await readShard(stream, shard, wanted, opener);
    throughput.readBytes(read.bytes);
    meter.getRecords(clock.millis() - now, read.bytes, read.records.length, read.millisBehind);
    const ofShard = meter.shard(stream.row, number);
    ofShard?.readCall(0);
    ofShard?.read(read.records.length, read.bytes);
    ofShard?.age(read.millisBehind);
    countRead(charge, stream, read.bytes, false);
    const next = read.ended ? undefined : sealIterator({ ...position, index: read.next, issuedAt: clock.millis() }, seal);
    return {
      Records: read.records satisfies readonly RecordShape[],
      NextShardIterator: next,
      MillisBehindLatest: read.millisBehind,
      ChildShards: read.ended ? childShards(stream.row, number) : undefined,
    };
  },
};
