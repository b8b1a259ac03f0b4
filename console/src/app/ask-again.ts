import type { Query, QueryClient } from '@tanstack/react-query';

const late = new WeakSet<Query>();

/**
 * Queries that show something ask again. One that still waits for its first answer does so once that is there: it may have been given before
 * the change, and a query without an answer is not asked a second time meanwhile.
 */
export function askAgain(queries: QueryClient, predicate: (query: Query) => boolean = () => true): void {
  for (const query of queries.getQueryCache().findAll({ predicate, fetchStatus: 'fetching' })) {
    if (query.state.data !== undefined || late.has(query)) continue;
    late.add(query);
    const again = (): void => {
      late.delete(query);
      void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
    };
    query.promise?.then(again, again);
  }
  void queries.invalidateQueries({ predicate });
}
