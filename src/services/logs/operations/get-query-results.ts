import type { LogsOperation } from '../deps.ts';
import { queryNotFound } from '../errors.ts';
import { keyIn, tokenAfter } from '../page-token.ts';

/** aws: so many rows in one answer — API reference, GetQueryResults */
const MOST = 10_000;

export const getQueryResults: LogsOperation<'GetQueryResults'> = {
  access: () => ({ resource: '*' }),
  run: ({ queryId, nextToken, maxItems }, { scope }, { queries }) => {
    const query = queries.find(scope, queryId);
    if (!query) throw queryNotFound(queryId);
    const [from] = nextToken === undefined ? [0] : keyIn(nextToken, [0] as const);
    const { outcome } = query;
    const end = from + (maxItems || MOST);
    return {
      queryLanguage: 'CWLI',
      status: query.status,
      results: outcome?.results.slice(from, end) ?? [],
      statistics: {
        recordsMatched: outcome?.matched ?? 0,
        recordsScanned: outcome?.scanned ?? 0,
        bytesScanned: outcome?.bytes ?? 0,
        estimatedRecordsSkipped: 0,
        estimatedBytesSkipped: 0,
        logGroupsScanned: query.groups.length,
      },
      nextToken: outcome && end < outcome.results.length ? tokenAfter([end]) : undefined,
    };
  },
};
