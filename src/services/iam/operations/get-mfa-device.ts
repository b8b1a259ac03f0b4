import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { deviceOf } from '../mfa-devices.ts';
import { serialOf } from '../mfa-serials.ts';

export const getMFADevice: IamOperation<'GetMFADevice'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const user = keyOwner(input, call, deps);
    const row = deviceOf(user, input, call, deps);
    return { UserName: user.name, SerialNumber: serialOf(call.scope, row), EnableDate: new Date(row.enabledAt ?? 0) };
  },
};
