import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { subscriptionNotFound } from '../errors.ts';

export const deleteSubscriptionFilter: LogsOperation<'DeleteSubscriptionFilter'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: async ({ logGroupName, filterName }, { scope }, { store, subscriptions }) => {
    store.group(scope, logGroupName);
    const filter = store.subscriptions.in(scope).get(logGroupName, filterName);
    if (!filter) throw subscriptionNotFound();
    await subscriptions.end(filter.id);
    store.subscriptions.remove(filter);
    return {};
  },
};
