import type { LogStream } from '#api/logs';
import { groupOf, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { badToken, prefixWithTime } from '../errors.ts';
import { type StreamRow, streamArn } from '../store.ts';

const DEFAULT_LIMIT = 50;

export const describeLogStreams: LogsOperation<'DescribeLogStreams'> = {
  access: (input, scope) => onGroup(scope, groupOf(input)),
  run: (input, { scope }, { store }) => {
    const group = groupOf(input);
    store.group(scope, group);
    const byTime = input.orderBy === 'LastEventTime';
    if (byTime && input.logStreamNamePrefix !== undefined) throw prefixWithTime();
    const rows = store
      .streams(scope)
      .list({ under: [group], ...(input.logStreamNamePrefix && { prefix: input.logStreamNamePrefix }) });
    if (byTime) rows.sort((a, b) => timeOf(a) - timeOf(b));
    if (input.descending) rows.reverse();
    const limit = input.limit ?? DEFAULT_LIMIT;
    const begin = input.nextToken === undefined ? 0 : rows.findIndex((row) => tokenOf(row) === input.nextToken);
    if (begin < 0) throw badToken();
    const following = rows[begin + limit];
    return {
      logStreams: rows.slice(begin, begin + limit).map(
        (row): LogStream => ({
          logStreamName: row.name,
          creationTime: row.createdAt,
          firstEventTimestamp: row.firstEvent,
          lastEventTimestamp: row.lastEvent,
          lastIngestionTime: row.lastIngestion,
          arn: streamArn(scope, group, row.name),
          // aws: no longer reported for streams, always zero — API reference, LogStream
          storedBytes: 0,
        }),
      ),
      nextToken: following && tokenOf(following),
    };
  },
};

/** A stream without events counts from its creation. */
const timeOf = (row: StreamRow): number => row.lastEvent ?? row.createdAt;
const tokenOf = (row: StreamRow): string => Buffer.from(row.folder).toString('base64url');
