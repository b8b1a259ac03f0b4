import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { changeKey, notDying } from '../key-state.ts';

export const disableKey: KmsOperation<'DisableKey'> = {
  access: onKey,
  run: ({ KeyId }, { scope }, deps) => {
    changeKey(notDying(ownKeyOf(KeyId, scope, deps)), { enabled: false }, deps);
    return {};
  },
};
