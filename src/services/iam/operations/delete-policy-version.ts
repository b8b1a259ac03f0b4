import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { isDefaultVersion } from '../errors.ts';
import { ownVersion } from '../own-policies.ts';

export const deletePolicyVersion: IamOperation<'DeletePolicyVersion'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const { row, version } = ownVersion(input, call, deps);
    if (version.id === row.defaultVersion) throw isDefaultVersion();
    const versions = row.versions.filter((other) => other.id !== version.id);
    deps.store.in(call.scope).policies.put({ ...row, versions, updatedAt: deps.clock.millis() });
    return {};
  },
};
