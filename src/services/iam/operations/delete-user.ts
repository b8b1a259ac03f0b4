import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import {
  mustDeleteAccessKeys,
  mustDeleteLoginProfile,
  mustDeleteMfaDevice,
  mustDeletePolicies,
  mustDetachPolicies,
  mustRemoveReferences,
  mustRemoveUsers,
} from '../errors.ts';
import { devicesOf } from '../mfa-devices.ts';

export const deleteUser: IamOperation<'DeleteUser'> = {
  access: onUser,
  run: (input, call, deps) => {
    const row = find('user', input.UserName, call, deps);
    if (row.attached.length) throw mustDetachPolicies();
    if (Object.keys(row.inline).length) throw mustDeletePolicies();
    if (row.accessKeys.length) throw mustDeleteAccessKeys();
    if (devicesOf(row, deps.store.in(call.scope)).length) throw mustDeleteMfaDevice();
    if (row.loginProfile) throw mustDeleteLoginProfile();
    if (row.serviceCredentials?.length) throw mustRemoveReferences();
    if (row.groups.length) throw mustRemoveUsers();
    deps.store.in(call.scope).users.delete(row.name);
    return {};
  },
};
