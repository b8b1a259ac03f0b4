import type { PutRecordInput, PutRecordOutput } from '#api/kinesis';
import type { Operation } from '#core';
import type { Appended } from '#storage';
import { onStream } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { badOrderingNumber, dryRun, rateExceeded, recordTooLarge } from '../errors.ts';
import { parseOldNumber, parseSequenceNumber } from '../sequence-number.ts';
import { shardName } from '../stream.ts';
import { countWritten, Payload } from '../usage.ts';
import { admits, kept, shardOf, sizeOf, type Writable, writableStream } from '../writing.ts';

export const putRecord: Operation<PutRecordInput, PutRecordOutput, KinesisDeps> = {
  access: onStream,
  keepsNothing: true,
  run: (input, call, deps) => {
    const stream = writableStream(input, call, deps);
    return stream instanceof Promise ? stream.then((ready) => put(input, ready, deps)) : put(input, stream, deps);
  },
};

/** In one turn where the log takes the record at once. */
function put(input: PutRecordInput, stream: Writable, deps: KinesisDeps): PutRecordOutput | Promise<PutRecordOutput> {
  const { row, scope, live } = stream;
  const began = deps.clock.millis();
  const ordering = input.SequenceNumberForOrdering;
  // aws: a number of the old form is good, and `0` is one — recorded in radkawar/stackd, records.json
  if (ordering !== undefined && !parseOldNumber(ordering)) {
    const parsed = parseSequenceNumber(ordering);
    if (!parsed || parsed.seconds * 1000 > began) throw badOrderingNumber(ordering, row.name, scope.account);
  }
  const shard = shardOf(stream, input);
  const limit = row.maxRecordKiB * 1024;
  const bytes = sizeOf(input);
  if (bytes > limit) throw recordTooLarge('data', limit);
  if (input.DryRun) throw dryRun('PutRecord');
  if (!admits(stream, shard, bytes)) {
    live.meter.putRecordThrottled();
    live.meter.shard(row, shard.number)?.writeThrottled();
    throw rateExceeded(shardName(shard.number), row.name, scope.account);
  }
  const acknowledged = ({ first, millis }: Appended): PutRecordOutput => {
    live.meter.putRecord(deps.clock.millis() - began, bytes);
    live.meter.shard(row, shard.number)?.wrote([bytes]);
    countWritten(deps.charge, stream, new Payload().add(bytes));
    return {
      ShardId: shardName(shard.number),
      SequenceNumber: live.numbers(shard).of(first, millis),
      EncryptionType: row.encryption?.type,
    };
  };
  const records = [kept(stream, input)];
  const log = live.opened(shard.number);
  const appended = log ? log.append(records) : live.log(shard.number).then((opened) => opened.append(records));
  return appended instanceof Promise ? appended.then(acknowledged) : acknowledged(appended);
}
