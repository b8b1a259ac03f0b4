import type { LogsOperation } from '../deps.ts';
import { queryNotFound, queryNotRunning } from '../errors.ts';

export const stopQuery: LogsOperation<'StopQuery'> = {
  access: () => ({ resource: '*' }),
  run: ({ queryId }, { scope }, { queries }) => {
    const query = queries.find(scope, queryId);
    if (!query) throw queryNotFound(queryId);
    if (!queries.stop(query)) throw queryNotRunning(queryId);
    return { success: true };
  },
};
