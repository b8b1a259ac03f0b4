import type { EncryptionType } from '#api/kinesis';
import { badArgument, cannotResize } from './errors.ts';
import type { Limits } from './limits.ts';
import { HOUR, type StreamRow } from './stream.ts';

/** — aws: developer guide "What is server-side encryption for Kinesis Data Streams", API limits */
const TIMES_A_DAY = 25;

/** — aws: "The only valid value is KMS"; API reference, StartStreamEncryption and StopStreamEncryption. The sentence is ours. */
export function checkEncryptionType(type: EncryptionType): void {
  if (type !== 'KMS') throw badArgument(`EncryptionType must be KMS, not ${type}.`);
}

/** When the key of a stream was set within the last day, with now; refuses what is too often. */
export function rekeyed(row: StreamRow, limits: Limits, now: number): number[] {
  const recent = (row.rekeyed ?? []).filter((at) => at > now - 24 * HOUR);
  if (limits.throttle && recent.length >= TIMES_A_DAY) {
    throw cannotResize(`Server-side encryption can be applied ${TIMES_A_DAY} times in 24 hours to a stream.`);
  }
  return [...recent, now];
}
