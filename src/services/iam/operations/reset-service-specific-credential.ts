import { onUserOrSelf } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { changeCredential, credentialOf, newServicePassword } from '../service-credentials.ts';

export const resetServiceSpecificCredential: IamOperation<'ResetServiceSpecificCredential'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const { user, row } = changeCredential(input, call, deps, (before) => ({
      ...before,
      password: newServicePassword(deps.ids),
    }));
    return { ServiceSpecificCredential: credentialOf(user, row) };
  },
};
