import { AwsError, type Clock, type Logger, messageOf } from '#core';
import type { EventHistory, PendingEvent } from '../history.ts';
import type { TrailLogs } from '../ports.ts';
import type { DeliveryLedger } from './ledger.ts';
import { logsOf, type Trail } from './store.ts';

export interface LogDeliveryNeeds {
  readonly history: EventHistory;
  readonly ledger: DeliveryLedger;
  readonly logs: TrailLogs;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** aws: what PutLogEvents takes at once, and what it counts for each event — CloudWatch Logs API reference, PutLogEvents */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
const OVERHEAD = 26;
const DAY_MS = 86_400_000;
/** aws: "CloudTrail doesn't deliver events larger than 256 KB to CloudWatch Logs" — user guide, "Sending events to CloudWatch Logs" */
const LARGEST = 256 * 1024;

/** aws: — user guide, "Sending events to CloudWatch Logs", log stream naming */
export const streamOf = (account: string, region: string): string => `${account}_CloudTrail_${region}`;

/** Brings what waits for a trail's log group there; what is refused waits for the next time. */
export async function deliverToLogs(trail: Trail, needs: LogDeliveryNeeds, signal: AbortSignal): Promise<void> {
  const { history, ledger, logs, clock, logger } = needs;
  const { arn, row, scope } = trail;
  if (!row.logs) return;
  const { groupArn, roleArn } = row.logs;
  for (const region of history.pendingRegions(logsOf(arn))) {
    for (;;) {
      if (signal.aborted) return;
      const events = history.pending(logsOf(arn), region, MOST_EVENTS);
      const last = events.at(-1);
      if (!last) break;
      try {
        for (const batch of batchesOf(events)) {
          const to = { scope, trailArn: arn, roleArn, groupArn, stream: streamOf(scope.account, region) };
          await logs.put(
            to,
            batch.map(({ at, text }) => ({ timestamp: at, message: text })),
          );
        }
      } catch (failure) {
        const error = failure instanceof AwsError ? failure.code : 'InternalError';
        ledger.note(arn, { logsError: error });
        logger.warn(
          { trail: row.name, group: groupArn, reason: messageOf(failure) },
          'a trail could not be told to its log group',
        );
        return;
      }
      await ledger.transaction(() => {
        history.forgetPending(logsOf(arn), region, last.seq);
        ledger.note(arn, { logsAt: clock.millis(), logsError: undefined });
      });
    }
  }
}

/** By time, as log events go together. */
export function batchesOf(events: readonly PendingEvent[]): PendingEvent[][] {
  const batches: PendingEvent[][] = [];
  let bytes = 0;
  for (const event of [...events].sort((a, b) => a.at - b.at || a.seq - b.seq)) {
    const size = Buffer.byteLength(event.text) + OVERHEAD;
    if (size > LARGEST) continue;
    const batch = batches.at(-1);
    const first = batch?.[0];
    if (batch && first && bytes + size <= MOST_BYTES && batch.length < MOST_EVENTS && event.at - first.at < DAY_MS) {
      batch.push(event);
      bytes += size;
    } else {
      batches.push([event]);
      bytes = size;
    }
  }
  return batches;
}
