import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { devicesOf } from '../mfa-devices.ts';
import { serialOf } from '../mfa-serials.ts';
import { page } from '../pages.ts';

export const listMFADevices: IamOperation<'ListMFADevices'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    // the root user asks for his own, and has none
    if (input.UserName === undefined && call.caller.kind === 'root') return { MFADevices: [], IsTruncated: false };
    const user = keyOwner(input, call, deps);
    const devices = devicesOf(user, deps.store.in(call.scope)).map((row) => ({
      UserName: user.name,
      SerialNumber: serialOf(call.scope, row),
      EnableDate: new Date(row.enabledAt ?? 0),
    }));
    const { items, more } = page(devices, (device) => device.SerialNumber, input);
    return { MFADevices: items, ...more };
  },
};
