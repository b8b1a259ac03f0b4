import type { InputLogEvent } from '#api/logs';
import { onStream } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { batchTooLarge, notChronological, spanTooLong } from '../errors.ts';
import { recordOf } from '../event.ts';
import { MAX_AHEAD_MS } from '../reading.ts';

const DAY_MS = 24 * 3_600_000;
/** aws: nothing older than 14 days, or than the group's retention — API reference, PutLogEvents */
const MAX_AGE_MS = 14 * DAY_MS;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;

export const putLogEvents: LogsOperation<'PutLogEvents'> = {
  access: ({ logGroupName, logStreamName }, scope) => onStream(scope, logGroupName, logStreamName),
  run: async ({ logGroupName, logStreamName, logEvents }, { scope }, { store, clock }) => {
    const stream = store.stream(scope, logGroupName, logStreamName);
    const group = store.group(scope, logGroupName);
    checkBatch(logEvents);
    const now = clock.millis();
    const oldest = now - MAX_AGE_MS;
    const retained = group.retentionInDays === undefined ? oldest : now - group.retentionInDays * DAY_MS;
    const tooOld = logEvents.filter(({ timestamp }) => timestamp < oldest).length;
    const expired = logEvents.filter(({ timestamp }) => timestamp < retained).length;
    const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + MAX_AHEAD_MS);
    const kept = logEvents.slice(Math.max(tooOld, expired), tooNew < 0 ? undefined : tooNew);
    const [first, last] = [kept[0], kept.at(-1)];
    if (first && last) {
      const log = await store.events(group, stream);
      const { millis } = await log.append(kept.map(({ timestamp, message }) => recordOf(timestamp, message)));
      const streams = store.streams(scope);
      // somebody else may have put meanwhile, or deleted the stream
      const current = streams.get(logGroupName, logStreamName);
      if (current) {
        streams.put([logGroupName, logStreamName], {
          ...current,
          firstEvent: Math.min(current.firstEvent ?? first.timestamp, first.timestamp),
          lastEvent: Math.max(current.lastEvent ?? last.timestamp, last.timestamp),
          lastIngestion: millis,
        });
      }
    }
    const rejected = tooOld > 0 || expired > 0 || tooNew >= 0;
    return {
      // aws: sequence tokens are neither needed nor checked any more — API reference, PutLogEvents
      rejectedLogEventsInfo: rejected
        ? {
            tooNewLogEventStartIndex: tooNew < 0 ? undefined : tooNew,
            tooOldLogEventEndIndex: tooOld || undefined,
            expiredLogEventEndIndex: expired > tooOld ? expired : undefined,
          }
        : undefined,
    };
  },
};

function checkBatch(events: readonly InputLogEvent[]): void {
  let bytes = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { timestamp, message } of events) {
    if (timestamp < last) throw notChronological();
    last = timestamp;
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
  }
  if (bytes > MAX_BYTES) throw batchTooLarge(bytes);
  if (last - (events[0]?.timestamp ?? last) > DAY_MS) throw spanTooLong();
}
