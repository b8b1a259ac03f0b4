import type { LogStream } from '#api/logs';
import { groupOf, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { prefixWithTime } from '../errors.ts';
import { keyIn, tokenAfter } from '../page-token.ts';
import type { Facts } from '../rows.ts';
import { sequenceToken } from '../sequence-token.ts';
import { type StreamRow, streamArn } from '../store.ts';

const DEFAULT_LIMIT = 50;

interface Listed {
  readonly row: StreamRow;
  readonly facts: Facts;
  /** What it is ordered by, and its name for those that are equal. */
  readonly key: readonly [number, string];
}

export const describeLogStreams: LogsOperation<'DescribeLogStreams'> = {
  access: (input, scope) => onGroup(scope, groupOf(input, scope)),
  run: (input, { scope }, { store }) => {
    const group = groupOf(input, scope);
    store.group(scope, group);
    const { logStreamNamePrefix: prefix, descending = false } = input;
    const byTime = input.orderBy === 'LastEventTime';
    if (byTime && prefix !== undefined) throw prefixWithTime();
    const after = input.nextToken === undefined ? undefined : keyIn(input.nextToken, [0, ''] as const);
    const limit = input.limit ?? DEFAULT_LIMIT;

    // in the order of names a page is one look into the table; in any other all streams are compared
    const inOrder = !byTime && !descending;
    const rows = store.streams(scope).list({
      under: [group],
      ...(prefix !== undefined && { prefix }),
      ...(inOrder && { limit: limit + 1, ...(after && { after: after[1] }) }),
    });
    const listed = rows.map((row): Listed => {
      const facts = store.ledger.of(row);
      return { row, facts, key: [byTime ? timeOf(row, facts) : 0, row.name] };
    });
    if (!inOrder) listed.sort((a, b) => compare(a.key, b.key) * (descending ? -1 : 1));
    const isAfter = ({ key }: Listed) => after === undefined || compare(key, after) * (descending ? -1 : 1) > 0;
    const left = inOrder ? listed : listed.filter(isAfter);
    const page = left.slice(0, limit);
    const last = page.at(-1);
    return {
      logStreams: page.map(
        ({ row, facts }): LogStream => ({
          logStreamName: row.name,
          creationTime: row.createdAt,
          firstEventTimestamp: facts.firstEvent,
          lastEventTimestamp: facts.lastEvent,
          lastIngestionTime: facts.lastIngestion,
          uploadSequenceToken: facts.next > 1 ? sequenceToken(row, facts.next) : undefined,
          arn: streamArn(scope, group, row.name),
          // aws: no longer reported for streams, always zero — API reference, LogStream; recorded answer
          storedBytes: 0,
        }),
      ),
      nextToken: left.length > limit && last ? tokenAfter(last.key) : undefined,
    };
  },
};

/** A stream without events counts from its creation. */
const timeOf = (row: StreamRow, facts: Facts): number => facts.lastEvent ?? row.createdAt;

const compare = (a: readonly [number, string], b: readonly [number, string]): number =>
  a[0] - b[0] || Buffer.compare(Buffer.from(a[1]), Buffer.from(b[1]));
