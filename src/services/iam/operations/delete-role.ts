import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { modifiableRole } from '../entities.ts';
import { mustDeletePolicies, mustDetachPolicies, mustRemoveRoles } from '../errors.ts';

export const deleteRole: IamOperation<'DeleteRole'> = {
  access: onRole,
  run: (input, call, deps) => {
    const row = modifiableRole(input.RoleName, call, deps);
    const rows = deps.store.in(call.scope);
    if (rows.profiles.list().some((profile) => profile.roles.includes(row.name))) throw mustRemoveRoles();
    if (row.attached.length) throw mustDetachPolicies();
    if (Object.keys(row.inline).length) throw mustDeletePolicies();
    rows.roles.delete(row.name);
    return {};
  },
};
