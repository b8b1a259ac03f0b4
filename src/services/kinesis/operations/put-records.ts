import type { PutRecordsInput, PutRecordsOutput, PutRecordsResultEntry } from '#api/kinesis';
import type { Call, Operation } from '#core';
import type { Appended } from '#storage';
import { onStream } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { dryRun, rateExceededSentence, recordsTooLarge, recordTooLarge } from '../errors.ts';
import { PutResults, Share } from '../put-results.ts';
import { type ShardRow, shardName } from '../stream.ts';
import { countWritten } from '../usage.ts';
import { admits, kept, shardOf, sizeOf, type Writable, writableStream } from '../writing.ts';

/** — aws: API reference, PutRecords: "up to a limit of 10 MiB for the entire request, including partition keys" */
const MAX_BYTES = 10 * 1024 * 1024;

/** A request whose records are with the logs. Nothing of it is left but what the answer needs. */
interface Taken {
  readonly began: number;
  /** What became of each record: it was refused, or went to a shard. */
  readonly results: (PutRecordsResultEntry | Share)[];
  readonly throttled: number;
  readonly shares: readonly Share[];
  readonly appends: readonly (Appended | Promise<Appended>)[];
}

export const putRecords: Operation<PutRecordsInput, PutRecordsOutput, KinesisDeps> = {
  access: onStream,
  keepsNothing: true,
  // an async function would hold its input until it ends: the records, while the disk is waited for
  run: (input, call, deps) => {
    const stream = writableStream(input, call, deps);
    return stream instanceof Promise
      ? stream.then((ready) => written(ready, take(input, ready, deps), call, deps))
      : written(stream, take(input, stream, deps), call, deps);
  },
};

/** Sorts the records by shard and hands them to the logs. */
function take(input: PutRecordsInput, stream: Writable, deps: KinesisDeps): Taken {
  const { row, scope, live } = stream;
  const began = deps.clock.millis();
  const limit = row.maxRecordKiB * 1024;
  let bytes = 0;
  const sizes = input.Records.map(sizeOf);
  sizes.forEach((size, i) => {
    if (size > limit) throw recordTooLarge(`records.${i + 1}.member.data`, limit);
    bytes += size;
  });
  if (bytes > MAX_BYTES) throw recordsTooLarge();
  const targets = input.Records.map((record) => shardOf(stream, record));
  if (input.DryRun) throw dryRun('PutRecords');

  const results = new Array<PutRecordsResultEntry | Share>(input.Records.length);
  const shares = new Map<number, Share>();
  let throttled = 0;
  for (let i = 0; i < targets.length; i++) {
    const shard = targets[i] as ShardRow;
    const record = input.Records[i] as PutRecordsInput['Records'][number];
    const size = sizes[i] as number;
    if (!admits(stream, shard, size)) {
      throttled++;
      live.meter.shard(row, shard.number)?.writeThrottled();
      results[i] = {
        ErrorCode: 'ProvisionedThroughputExceededException',
        ErrorMessage: rateExceededSentence(shardName(shard.number), row.name, scope.account),
      };
      continue;
    }
    let share = shares.get(shard.number);
    if (!share) {
      share = new Share(shard, live.numbers(shard), row.metrics.length > 0);
      shares.set(shard.number, share);
    }
    share.add(kept(stream, record), size);
    results[i] = share;
  }
  const appends = [...shares.values()].map(({ shard, records }) => {
    const log = live.opened(shard.number);
    const append = log ? log.append(records) : live.log(shard.number).then((opened) => opened.append([...records]));
    if (log) records.length = 0;
    return append;
  });
  return { began, results, throttled, shares: [...shares.values()], appends };
}

async function written(stream: Writable, taken: Taken, call: Call, deps: KinesisDeps): Promise<PutRecordsOutput> {
  const { row, live } = stream;
  const { began, results, throttled, shares } = taken;
  let failed = 0;
  let bytes = 0;
  for (const [i, outcome] of (await Promise.allSettled(taken.appends)).entries()) {
    const share = shares[i] as Share;
    const { shard, payload } = share;
    if (outcome.status === 'rejected') {
      call.logger.error({ error: outcome.reason, stream: stream.arn, shard: shard.number }, 'records could not be written');
      failed += share.count;
      continue;
    }
    share.appended = outcome.value;
    countWritten(deps.charge, stream, payload);
    bytes += payload.bytes;
    if (share.sizes) live.meter.shard(row, shard.number)?.wrote(share.sizes);
  }
  live.meter.putRecords(deps.clock.millis() - began, bytes, results.length, throttled, failed);
  return {
    FailedRecordCount: failed + throttled,
    Records: new PutResults(results, shares).in(call),
    EncryptionType: row.encryption?.type,
  };
}
