import { onProfile, onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { quota } from '../errors.ts';
import { findProfile } from '../instance-profiles.ts';
import { LIMITS } from '../limits.ts';

export const addRoleToInstanceProfile: IamOperation<'AddRoleToInstanceProfile'> = {
  access: (input, scope) => [
    onProfile(input, scope),
    { ...onRole(input, scope), action: 'iam:PassRole', context: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
  ],
  run: (input, call, deps) => {
    const profile = findProfile(input.InstanceProfileName, call, deps);
    const role = find('role', input.RoleName, call, deps);
    const most = LIMITS.rolesPerInstanceProfile;
    if (profile.roles.length >= most) throw quota('InstanceSessionsPerInstanceProfile', most);
    deps.store.in(call.scope).profiles.put({ ...profile, roles: [...profile.roles, role.name] });
    return {};
  },
};
