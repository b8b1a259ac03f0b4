import { onEverything } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { liveKey } from '../key-state.ts';
import { pageOf } from '../pages.ts';

export const listKeys: KmsOperation<'ListKeys'> = {
  access: onEverything,
  run: (input, { scope }, deps) => {
    const live = deps.store
      .in(scope)
      .keys.list()
      .flatMap((row) => liveKey(scope, row.id, deps) ?? []);
    const { items, more } = pageOf(live, (key) => key.row.id, input, 1000);
    return { Keys: items.map(({ row, arn }) => ({ KeyId: row.id, KeyArn: arn })), ...more };
  },
};
