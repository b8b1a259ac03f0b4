import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { knownPolicy } from '../own-policies.ts';
import { page } from '../pages.ts';
import { type PolicyUser, usersOfPolicy } from '../policy-entities.ts';

export const listEntitiesForPolicy: IamOperation<'ListEntitiesForPolicy'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const { arn } = knownPolicy(input.PolicyArn, call, deps);
    const users = usersOfPolicy(arn, input, deps.store.in(call.scope));
    const { items, more } = page(users, (user) => user.key, input);
    const of = (kind: PolicyUser['kind']) => items.filter((user) => user.kind === kind).map((user) => user.row);
    return {
      PolicyGroups: of('group').map((row) => ({ GroupName: row.name, GroupId: row.id })),
      PolicyUsers: of('user').map((row) => ({ UserName: row.name, UserId: row.id })),
      PolicyRoles: of('role').map((row) => ({ RoleName: row.name, RoleId: row.id })),
      ...more,
    };
  },
};
