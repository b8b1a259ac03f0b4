import { keyOf } from '../address.ts';
import { unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';
import { endGrant, grantNamed } from '../grants.ts';

export const retireGrant: KmsOperation<'RetireGrant'> = {
  access: (input) => ({ resource: grantNamed(input).keyArn }),
  run: (input, { scope }, deps) => {
    const { keyArn, grantId } = grantNamed(input);
    const key = keyOf(keyArn, scope, deps);
    unlessDry(input);
    endGrant(key, grantId, deps);
    return {};
  },
};
