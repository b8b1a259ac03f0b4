import type { PutRecordInput, PutRecordOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { badOrderingNumber, dryRun, rateExceeded, recordTooLarge } from '../errors.ts';
import { parseSequenceNumber } from '../sequence-number.ts';
import { shardName } from '../stream.ts';
import { countWritten, Payload } from '../usage.ts';
import { admits, kept, shardOf, sizeOf, writableStream } from '../writing.ts';

export const putRecord: Operation<PutRecordInput, PutRecordOutput, KinesisDeps> = {
  access: onStream,
  keepsNothing: true,
  run: async (input, call, deps) => {
    const stream = await writableStream(input, call, deps);
    const { row, scope } = stream;
    const { meter } = stream.live;
    const began = deps.clock.millis();
    const ordering = input.SequenceNumberForOrdering;
    if (ordering !== undefined) {
      const parsed = parseSequenceNumber(ordering);
      if (!parsed || parsed.seconds * 1000 > deps.clock.millis()) throw badOrderingNumber(ordering, row.name, scope.account);
    }
    const shard = shardOf(stream, input);
    const limit = row.maxRecordKiB * 1024;
    if (input.Data.length > limit) throw recordTooLarge('data', limit);
    if (input.DryRun) throw dryRun();
    if (!admits(stream, shard, input)) {
      meter.putRecordThrottled();
      meter.shard(row, shard.number)?.wrote(0, 0, 1);
      throw rateExceeded(shardName(shard.number), row.name, scope.account);
    }
    const log = stream.live.opened(shard.number) ?? (await stream.live.log(shard.number));
    const { first, millis } = await log.append([kept(stream, input)]);
    const bytes = sizeOf(input);
    meter.putRecord(deps.clock.millis() - began, bytes);
    meter.shard(row, shard.number)?.wrote(1, bytes, 0);
    countWritten(deps.charge, stream, new Payload().add(bytes));
    return {
      ShardId: shardName(shard.number),
      SequenceNumber: stream.live.numbers(shard)(first, millis),
      EncryptionType: row.encryption?.type,
    };
  },
};
