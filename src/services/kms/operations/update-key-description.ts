import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { changeKey, notDying } from '../key-state.ts';

export const updateKeyDescription: KmsOperation<'UpdateKeyDescription'> = {
  access: onKey,
  run: ({ KeyId, Description }, { scope }, deps) => {
    changeKey(notDying(ownKeyOf(KeyId, scope, deps)), { description: Description }, deps);
    return {};
  },
};
