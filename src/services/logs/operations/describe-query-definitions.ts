import { onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { keyIn, tokenAfter } from '../page-token.ts';

const DEFAULT_LIMIT = 1000;

export const describeQueryDefinitions: LogsOperation<'DescribeQueryDefinitions'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: (
    { queryDefinitionNamePrefix: prefix = '', maxResults = DEFAULT_LIMIT, nextToken, queryLanguage },
    { scope },
    { store },
  ) => {
    const [after] = nextToken === undefined ? [] : keyIn(nextToken, [''] as const);
    const rows =
      queryLanguage === undefined || queryLanguage === 'CWLI'
        ? store
            .queryDefinitions(scope)
            .list(after === undefined ? {} : { after })
            .filter(({ name }) => name.startsWith(prefix))
        : [];
    const page = rows.slice(0, maxResults);
    const last = page.at(-1);
    return {
      queryDefinitions: page.map((row) => ({ queryLanguage: 'CWLI', ...row })),
      nextToken: rows.length > maxResults && last ? tokenAfter([last.queryDefinitionId]) : undefined,
    };
  },
};
