import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { ownVersion } from '../own-policies.ts';

export const setDefaultPolicyVersion: IamOperation<'SetDefaultPolicyVersion'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const { row, version } = ownVersion(input, call, deps);
    deps.store.in(call.scope).policies.put({ ...row, defaultVersion: version.id, updatedAt: deps.clock.millis() });
    return {};
  },
};
