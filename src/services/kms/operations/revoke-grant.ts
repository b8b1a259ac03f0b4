import { bareKeyOf, onKey } from '../address.ts';
import { unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';
import { endGrant } from '../grants.ts';

export const revokeGrant: KmsOperation<'RevokeGrant'> = {
  access: onKey,
  run: (input, { scope }, deps) => {
    const key = bareKeyOf(input.KeyId, scope, deps);
    unlessDry(input);
    endGrant(key, input.GrantId, deps);
    return {};
  },
};
