import { onProfile } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { roleNotInProfile } from '../errors.ts';
import { findProfile } from '../instance-profiles.ts';

export const removeRoleFromInstanceProfile: IamOperation<'RemoveRoleFromInstanceProfile'> = {
  access: onProfile,
  run: (input, call, deps) => {
    const profile = findProfile(input.InstanceProfileName, call, deps);
    const role = find('role', input.RoleName, call, deps);
    if (!profile.roles.includes(role.name)) throw roleNotInProfile(role.name, profile.name);
    const roles = profile.roles.filter((name) => name !== role.name);
    deps.store.in(call.scope).profiles.put({ ...profile, roles });
    return {};
  },
};
