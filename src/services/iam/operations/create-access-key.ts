import { newAccessKeyId } from '#auth';
import { onUserOrSelf } from '../access.ts';
import { keyOwner, SECRET_ALPHABET } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { quota } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { AccessKeyRow } from '../store.ts';

export const createAccessKey: IamOperation<'CreateAccessKey'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const user = keyOwner(input, call, deps);
    if (user.accessKeys.length >= LIMITS.accessKeysPerUser) throw quota('AccessKeysPerUser', LIMITS.accessKeysPerUser);
    const row: AccessKeyRow = {
      id: newAccessKeyId('AKIA', call.scope.account, deps.ids),
      secret: deps.ids.text(40, SECRET_ALPHABET),
      userName: user.name,
      status: 'Active',
      createdAt: deps.clock.millis(),
    };
    const { users, keys } = deps.store.in(call.scope);
    deps.store.transaction(() => {
      keys.put([row.id], row);
      users.put({ ...user, accessKeys: [...user.accessKeys, row.id] });
    });
    return {
      AccessKey: {
        UserName: row.userName,
        AccessKeyId: row.id,
        Status: row.status,
        SecretAccessKey: row.secret,
        CreateDate: new Date(row.createdAt),
      },
    };
  },
};
