import { onUserOrSelf } from '../access.ts';
import { keyStatus } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { changeCredential } from '../service-credentials.ts';

export const updateServiceSpecificCredential: IamOperation<'UpdateServiceSpecificCredential'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    changeCredential(input, call, deps, (row) => ({ ...row, status: keyStatus(input.Status) }));
    return {};
  },
};
