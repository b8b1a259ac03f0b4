import type { IamOperation } from '../deps.ts';
import { insert, newId } from '../entities.ts';
import { groupShape } from '../shapes.ts';
import { type GroupRow, iamArn } from '../store.ts';

export const createGroup: IamOperation<'CreateGroup'> = {
  access: (input, scope) => ({ resource: iamArn(scope, 'group', { path: input.Path, name: input.GroupName }) }),
  run: (input, call, deps) => {
    const row: GroupRow = {
      name: input.GroupName,
      path: input.Path ?? '/',
      id: newId('group', deps.ids),
      createdAt: deps.clock.millis(),
      inline: {},
      attached: [],
    };
    insert('group', row, call, deps);
    return { Group: groupShape(call.scope, row) };
  },
};
