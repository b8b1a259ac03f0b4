import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Found, idOf } from './search.ts';

const packed = promisify(gzip);
/** aws: a record of a stream holds 1 MiB — Kinesis quotas */
const MOST_BYTES = 1_048_576 - 256;

interface About {
  readonly owner: string;
  readonly filterName: string;
}

/** aws: the payload — CloudWatch Logs User Guide, "Log group-level subscription filters", example 1 */
export async function payloadsOf({ owner, filterName }: About, events: readonly Found[]): Promise<Uint8Array[]> {
  const [first] = events;
  if (!first) return [];
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup: first.source.group.name,
    logStream: first.source.stream.name,
    subscriptionFilters: [filterName],
    logEvents: events.map((event) => ({ id: idOf(event), timestamp: event.timestamp, message: event.message })),
  };
  const data = await packed(JSON.stringify(payload));
  if (data.length <= MOST_BYTES || events.length === 1) return [data];
  const half = Math.ceil(events.length / 2);
  const about = { owner, filterName };
  return [...(await payloadsOf(about, events.slice(0, half))), ...(await payloadsOf(about, events.slice(half)))];
}

/** aws: whether a destination can be reached is tried with such a message — CloudWatch Logs User Guide, "Subscription filters"; observed in delivered records */
export const controlMessage = (timestamp: number): Promise<Uint8Array> =>
  packed(
    JSON.stringify({
      messageType: 'CONTROL_MESSAGE',
      owner: 'CloudwatchLogs',
      logGroup: '',
      logStream: '',
      subscriptionFilters: [],
      logEvents: [{ id: '', timestamp, message: 'CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.' }],
    }),
  );
