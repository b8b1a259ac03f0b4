import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { insert, newId } from '../entities.ts';
import { boundaryPolicy } from '../managed-policies.ts';
import { pinsOf } from '../pinned-principals.ts';
import { roleCreated } from '../shapes.ts';
import { iamArn, type RoleRow } from '../store.ts';
import { ANY_CASE, newTags } from '../tags.ts';
import { checkTrust } from '../trust.ts';

/** — model, CreateRoleRequest.MaxSessionDuration */
const DEFAULT_SESSION_SECONDS = 3600;

export const createRole: IamOperation<'CreateRole'> = {
  access: (input, scope) =>
    within(
      { resource: iamArn(scope, 'role', { path: input.Path, name: input.RoleName }) },
      { ...tagContext(input), 'iam:PermissionsBoundary': input.PermissionsBoundary },
    ),
  run: (input, call, deps) => {
    const { PermissionsBoundary: boundary, Description: description } = input;
    checkTrust(input.AssumeRolePolicyDocument);
    if (boundary !== undefined) boundaryPolicy(deps.store, call.scope, boundary);
    const row: RoleRow = {
      name: input.RoleName,
      path: input.Path ?? '/',
      id: newId('role', deps.ids),
      createdAt: deps.clock.millis(),
      inline: {},
      attached: [],
      tags: newTags(ANY_CASE, input.Tags),
      trust: input.AssumeRolePolicyDocument,
      pins: pinsOf(input.AssumeRolePolicyDocument, call.scope, deps.store),
      maxSessionDuration: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      ...(description === undefined ? {} : { description }),
      ...(boundary === undefined ? {} : { boundary }),
    };
    insert('role', row, call, deps);
    return { Role: roleCreated(call.scope, row) };
  },
};
