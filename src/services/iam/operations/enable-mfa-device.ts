import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { mfaCodesWrong, mfaDeviceInUse, quota } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { clockOf } from '../mfa-codes.ts';
import { devicesOf, findDevice, putDevice } from '../mfa-devices.ts';

export const enableMFADevice: IamOperation<'EnableMFADevice'> = {
  access: onUser,
  run: (input, call, deps) => {
    const user = find('user', input.UserName, call, deps);
    const row = findDevice(input, call, deps);
    if (row.userId !== undefined) throw mfaDeviceInUse();
    const most = LIMITS.mfaDevicesPerUser;
    if (devicesOf(user, deps.store.in(call.scope)).length >= most) throw quota('MFADevicesPerUser', most);
    const now = deps.clock.millis();
    const clock = clockOf(row, [input.AuthenticationCode1, input.AuthenticationCode2], now);
    if (!clock) throw mfaCodesWrong();
    putDevice({ ...row, ...clock, userId: user.id, enabledAt: now }, call, deps);
    return {};
  },
};
