import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { keyIn, tokenAfter } from '../page-token.ts';

const DEFAULT_LIMIT = 50;

export const describeSubscriptionFilters: LogsOperation<'DescribeSubscriptionFilters'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: ({ logGroupName, filterNamePrefix, nextToken, limit = DEFAULT_LIMIT }, { scope }, { store }) => {
    store.group(scope, logGroupName);
    const [after] = nextToken === undefined ? [] : keyIn(nextToken, [''] as const);
    const rows = store.subscriptions.in(scope).list({
      under: [logGroupName],
      ...(filterNamePrefix !== undefined && { prefix: filterNamePrefix }),
      ...(after !== undefined && { after }),
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      subscriptionFilters: page.map(({ id: _, scope: __, folder: ___, ...shown }) => ({
        ...shown,
        applyOnTransformedLogs: false,
      })),
      nextToken: rows.length > limit && last ? tokenAfter([last.filterName]) : undefined,
    };
  },
};
