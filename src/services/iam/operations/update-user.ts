import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { alreadyExists } from '../errors.ts';

export const updateUser: IamOperation<'UpdateUser'> = {
  access: onUser,
  run: (input, call, deps) => {
    const row = find('user', input.UserName, call, deps);
    const { users, keys } = deps.store.in(call.scope);
    const name = input.NewUserName ?? row.name;
    const renamed = name.toLowerCase() !== row.name.toLowerCase();
    if (renamed && users.get(name)) throw alreadyExists('user', name);
    deps.store.transaction(() => {
      if (renamed) users.delete(row.name);
      users.put({ ...row, name, path: input.NewPath ?? row.path });
      for (const id of row.accessKeys) {
        const key = keys.get(id);
        if (key) keys.put([id], { ...key, userName: name });
      }
    });
    return {};
  },
};
