import type { LogsOperation } from '../deps.ts';
import type { QueryRecord } from '../insights/queries.ts';
import { keyIn, tokenAfter } from '../page-token.ts';

const MOST = 1000;

export const describeQueries: LogsOperation<'DescribeQueries'> = {
  access: () => ({ resource: '*' }),
  run: ({ logGroupName, status, maxResults = MOST, nextToken, queryLanguage = 'CWLI' }, { scope }, { queries }) => {
    const wanted = (query: QueryRecord) =>
      queryLanguage === 'CWLI' &&
      (status === undefined || query.status === status) &&
      (logGroupName === undefined || query.groups.includes(logGroupName));
    const all = queries.list(scope).filter(wanted);
    const [after] = nextToken === undefined ? [''] : keyIn(nextToken, [''] as const);
    const begin = all.findIndex(({ id }) => id === after) + 1;
    const page = all.slice(begin, begin + maxResults);
    const last = page.at(-1);
    return {
      queries: page.map(({ id, text, status: now, createdAt, groups }) => ({
        queryId: id,
        queryLanguage: 'CWLI' as const,
        queryString: text,
        status: now,
        createTime: createdAt,
        logGroupName: groups[0],
      })),
      nextToken: last && begin + maxResults < all.length ? tokenAfter([last.id]) : undefined,
    };
  },
};
