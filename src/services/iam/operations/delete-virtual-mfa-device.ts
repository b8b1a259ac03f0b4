import type { IamOperation } from '../deps.ts';
import { mfaDeviceMustBeDeactivated } from '../errors.ts';
import { findDevice, onDevice } from '../mfa-devices.ts';

export const deleteVirtualMFADevice: IamOperation<'DeleteVirtualMFADevice'> = {
  access: onDevice,
  run: (input, call, deps) => {
    const row = findDevice(input, call, deps);
    if (row.userId !== undefined) throw mfaDeviceMustBeDeactivated();
    deps.store.in(call.scope).mfaDevices.delete(`${row.path}${row.name}`);
    return {};
  },
};
