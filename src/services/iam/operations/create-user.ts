import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { insert, newId } from '../entities.ts';
import { boundaryPolicy } from '../managed-policies.ts';
import { userShape } from '../shapes.ts';
import { iamArn, type UserRow } from '../store.ts';
import { ANY_CASE, newTags } from '../tags.ts';

export const createUser: IamOperation<'CreateUser'> = {
  access: (input, scope) =>
    within(
      { resource: iamArn(scope, 'user', { path: input.Path, name: input.UserName }) },
      { ...tagContext(input), 'iam:PermissionsBoundary': input.PermissionsBoundary },
    ),
  run: (input, call, deps) => {
    const boundary = input.PermissionsBoundary;
    if (boundary !== undefined) boundaryPolicy(deps.store, call.scope, boundary);
    const row: UserRow = {
      name: input.UserName,
      path: input.Path ?? '/',
      id: newId('user', deps.ids),
      createdAt: deps.clock.millis(),
      inline: {},
      attached: [],
      tags: newTags(ANY_CASE, input.Tags),
      groups: [],
      accessKeys: [],
      ...(boundary === undefined ? {} : { boundary }),
    };
    insert('user', row, call, deps);
    return { User: userShape(call.scope, row) };
  },
};
