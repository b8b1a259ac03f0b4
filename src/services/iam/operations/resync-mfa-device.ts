import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { mfaCodesWrong } from '../errors.ts';
import { clockOf } from '../mfa-codes.ts';
import { deviceOf, putDevice } from '../mfa-devices.ts';

export const resyncMFADevice: IamOperation<'ResyncMFADevice'> = {
  access: onUser,
  run: (input, call, deps) => {
    const row = deviceOf(find('user', input.UserName, call, deps), input, call, deps);
    const clock = clockOf(row, [input.AuthenticationCode1, input.AuthenticationCode2], deps.clock.millis());
    if (!clock) throw mfaCodesWrong();
    putDevice({ ...row, ...clock }, call, deps);
    return {};
  },
};
