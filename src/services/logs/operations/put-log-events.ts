import type { InputLogEvent } from '#api/logs';
import { onStream } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { batchTooLarge, eventTooLarge, notChronological, spanTooLong } from '../errors.ts';
import { MAX_AHEAD_MS } from '../reading.ts';
import { DAY_MS } from '../retention.ts';
import { sequenceToken } from '../sequence-token.ts';
import { write } from '../writing.ts';

/** aws: nothing older than 14 days, or than the group's retention — API reference, PutLogEvents */
const MAX_AGE_MS = 14 * DAY_MS;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;

export const putLogEvents: LogsOperation<'PutLogEvents'> = {
  access: ({ logGroupName, logStreamName }, scope) => onStream(scope, logGroupName, logStreamName),
  run: async ({ logGroupName, logStreamName, logEvents }, { scope }, { store, clock, arrived }) => {
    const { group, stream } = store.stream(scope, logGroupName, logStreamName);
    checkBatch(logEvents);
    const now = clock.millis();
    const oldest = now - MAX_AGE_MS;
    const retained = group.retentionInDays === undefined ? oldest : now - group.retentionInDays * DAY_MS;
    // they are in order of time: what is too old is in front, what is too new at the end
    const tooOld = countBefore(logEvents, oldest);
    const expired = countBefore(logEvents, retained);
    const tooNew = countBefore(logEvents, now + MAX_AHEAD_MS + 1);
    const kept = logEvents.slice(Math.max(tooOld, expired), tooNew);
    // aws: what is rejected does not count — recorded, radkawar/stackd logs/ingestion.json, span-valid-23h-with-rejected-extremes
    const [first] = kept;
    const last = kept.at(-1);
    if (first && last && last.timestamp - first.timestamp > DAY_MS) throw spanTooLong();
    let next = store.ledger.of(stream).next;
    if (kept.length > 0) {
      const written = await write(store, { scope, group, stream }, kept);
      next = written.next;
      arrived({ scope, group, stream, events: kept, ingestionTime: written.ingestionTime });
    }
    return {
      // aws: still there, although it is neither needed nor checked any more — API reference; recorded answer
      nextSequenceToken: sequenceToken(stream, next),
      rejectedLogEventsInfo:
        kept.length === logEvents.length
          ? undefined
          : {
              tooNewLogEventStartIndex: tooNew < logEvents.length ? tooNew : undefined,
              tooOldLogEventEndIndex: tooOld || undefined,
              expiredLogEventEndIndex: expired > tooOld ? expired : undefined,
            },
    };
  },
};

function countBefore(events: readonly InputLogEvent[], millis: number): number {
  const end = events.findIndex(({ timestamp }) => timestamp >= millis);
  return end < 0 ? events.length : end;
}

function checkBatch(events: readonly InputLogEvent[]): void {
  let total = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { timestamp, message } of events) {
    if (timestamp < last) throw notChronological();
    last = timestamp;
    const bytes = Buffer.byteLength(message) + EVENT_OVERHEAD;
    if (bytes > MAX_BYTES) throw eventTooLarge(bytes);
    total += bytes;
  }
  if (total > MAX_BYTES) throw batchTooLarge(total);
}
