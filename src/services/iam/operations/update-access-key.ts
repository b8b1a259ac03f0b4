import { onUserOrSelf } from '../access.ts';
import { keyOwner, keyStatus, ownKey } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';

export const updateAccessKey: IamOperation<'UpdateAccessKey'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const key = ownKey(keyOwner(input, call, deps), input.AccessKeyId, call, deps);
    deps.store.in(call.scope).keys.put([key.id], { ...key, status: keyStatus(input.Status) });
    return {};
  },
};
