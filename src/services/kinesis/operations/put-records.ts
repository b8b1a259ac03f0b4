import type { PutRecordsInput, PutRecordsOutput, PutRecordsResultEntry } from '#api/kinesis';
import type { Operation } from '#core';
import type { LogRecord } from '#storage';
import { onStream } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { dryRun, rateExceededSentence, recordsTooLarge, recordTooLarge } from '../errors.ts';
import { type ShardRow, shardName } from '../stream.ts';
import { countWritten, Payload } from '../usage.ts';
import { admits, kept, shardOf, sizeOf, writableStream } from '../writing.ts';

/** — aws: API reference, PutRecords: "up to a limit of 10 MiB for the entire request, including partition keys" */
const MAX_BYTES = 10 * 1024 * 1024;

/** The records of one request that go to one shard. */
interface Share {
  readonly shard: ShardRow;
  readonly records: LogRecord[];
  /** Their places in the request. */
  readonly places: number[];
  readonly payload: Payload;
}

export const putRecords: Operation<PutRecordsInput, PutRecordsOutput, KinesisDeps> = {
  access: onStream,
  keepsNothing: true,
  run: async (input, call, deps) => {
    const stream = await writableStream(input, call, deps);
    const { row, scope, live } = stream;
    const began = deps.clock.millis();
    const limit = row.maxRecordKiB * 1024;
    let bytes = 0;
    input.Records.forEach((record, i) => {
      if (record.Data.length > limit) throw recordTooLarge(`records.${i + 1}.member.data`, limit);
      bytes += sizeOf(record);
    });
    if (bytes > MAX_BYTES) throw recordsTooLarge();
    const targets = input.Records.map((record) => shardOf(stream, record));
    if (input.DryRun) throw dryRun();

    const results = new Array<PutRecordsResultEntry>(input.Records.length);
    const shares = new Map<number, Share>();
    let failed = 0;
    let throttled = 0;
    for (let i = 0; i < targets.length; i++) {
      const shard = targets[i] as ShardRow;
      const record = input.Records[i] as PutRecordsInput['Records'][number];
      if (!admits(stream, shard, record)) {
        throttled++;
        live.meter.shard(row, shard.number)?.wrote(0, 0, 1);
        results[i] = {
          ErrorCode: 'ProvisionedThroughputExceededException',
          ErrorMessage: rateExceededSentence(shardName(shard.number), row.name, scope.account),
        };
        continue;
      }
      let share = shares.get(shard.number);
      if (!share) {
        share = { shard, records: [], places: [], payload: new Payload() };
        shares.set(shard.number, share);
      }
      share.records.push(kept(stream, record));
      share.places.push(i);
      share.payload.add(sizeOf(record));
    }
    const written = await Promise.allSettled(
      [...shares.values()].map(async ({ shard, records, places, payload }) => {
        const log = live.opened(shard.number) ?? (await live.log(shard.number));
        const appended = log.append(records);
        records.length = 0; // the log has copied them: while it writes they would only grow old
        const { first, millis } = await appended;
        const number = live.numbers(shard);
        const ShardId = shardName(shard.number);
        countWritten(deps.charge, stream, payload);
        places.forEach((place, i) => {
          results[place] = { SequenceNumber: number(first + i, millis), ShardId };
        });
      }),
    );
    // aws: what fails inside fails by record, "InternalFailure"; API reference, PutRecords
    let taken = 0;
    written.forEach((outcome, i) => {
      const share = [...shares.values()][i];
      if (outcome.status === 'fulfilled') {
        if (!share) return;
        const { bytes } = share.payload;
        taken += bytes;
        live.meter.shard(row, share.shard.number)?.wrote(share.places.length, bytes, 0);
        return;
      }
      call.logger.error(
        { error: outcome.reason, stream: stream.arn, shard: share?.shard.number },
        'records could not be written',
      );
      for (const place of share?.places ?? []) {
        failed++;
        results[place] = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal service failure.' };
      }
    });
    live.meter.putRecords(deps.clock.millis() - began, taken, targets.length, throttled, failed);
    return { FailedRecordCount: failed + throttled, Records: results, EncryptionType: row.encryption?.type };
  },
};
