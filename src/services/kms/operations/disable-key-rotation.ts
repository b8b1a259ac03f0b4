import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { enabled } from '../key-state.ts';

export const disableKeyRotation: KmsOperation<'DisableKeyRotation'> = {
  access: onKey,
  run: ({ KeyId }, { scope }, deps) => {
    const { rotation: _, ...row } = enabled(ownKeyOf(KeyId, scope, deps)).row;
    deps.store.in(scope).keys.put([row.id], row);
    return {};
  },
};
