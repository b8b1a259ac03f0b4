import { onUserOrSelf } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { needsUserName } from '../errors.ts';
import { rootUser } from '../root-user.ts';
import { userShape } from '../shapes.ts';

export const getUser: IamOperation<'GetUser'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const { caller, scope } = call;
    if (input.UserName === undefined && caller.kind === 'root') return { User: rootUser(call, deps) };
    const name = input.UserName ?? caller.userName;
    if (name === undefined) throw needsUserName();
    return { User: userShape(scope, find('user', name, call, deps)) };
  },
};
