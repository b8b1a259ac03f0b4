import { onUserOrSelf } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { changeCredential } from '../service-credentials.ts';

export const deleteServiceSpecificCredential: IamOperation<'DeleteServiceSpecificCredential'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    changeCredential(input, call, deps, () => undefined);
    return {};
  },
};
