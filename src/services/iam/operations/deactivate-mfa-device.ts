import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { deviceOf, putDevice } from '../mfa-devices.ts';

export const deactivateMFADevice: IamOperation<'DeactivateMFADevice'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const { userId: _his, enabledAt: _then, ...row } = deviceOf(keyOwner(input, call, deps), input, call, deps);
    putDevice(row, call, deps);
    return {};
  },
};
