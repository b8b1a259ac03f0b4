import { onProfile } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { mustRemoveRoles } from '../errors.ts';
import { findProfile } from '../instance-profiles.ts';

export const deleteInstanceProfile: IamOperation<'DeleteInstanceProfile'> = {
  access: onProfile,
  run: (input, call, deps) => {
    const row = findProfile(input.InstanceProfileName, call, deps);
    if (row.roles.length) throw mustRemoveRoles();
    deps.store.in(call.scope).profiles.delete(row.name);
    return {};
  },
};
