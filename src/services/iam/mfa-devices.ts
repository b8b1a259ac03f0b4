import type { VirtualMFADevice } from '#api/iam';
import type { Access, Call, Scope } from '#core';
import type { IamDeps } from './deps.ts';
import { mfaDeviceNotFound, mfaDeviceNotHis } from './errors.ts';
import { deviceName, serialOf } from './mfa-serials.ts';
import { byKey } from './pages.ts';
import { userInList } from './shapes.ts';
import type { AccountRows, MfaDeviceRow, UserRow } from './store.ts';

interface DeviceNamed {
  readonly SerialNumber: string;
}
export const onDevice = ({ SerialNumber: serial }: DeviceNamed): Access => ({ resource: serial });

export function findDevice({ SerialNumber: serial }: DeviceNamed, { scope }: Call, { store }: IamDeps): MfaDeviceRow {
  const name = deviceName(serial, scope);
  const row = name === undefined ? undefined : store.in(scope).mfaDevices.get(name);
  if (!row) throw mfaDeviceNotFound(serial);
  return row;
}

export function putDevice(row: MfaDeviceRow, { scope }: Pick<Call, 'scope'>, { store }: Pick<IamDeps, 'store'>): void {
  store.in(scope).mfaDevices.put([`${row.path}${row.name}`], row);
}

/** The device that a user has enabled. */
export function deviceOf(user: UserRow, input: DeviceNamed, call: Call, deps: IamDeps): MfaDeviceRow {
  const row = findDevice(input, call, deps);
  if (row.userId !== user.id) throw mfaDeviceNotHis();
  return row;
}

export const devicesOf = (user: UserRow, rows: AccountRows): MfaDeviceRow[] =>
  rows.mfaDevices
    .list()
    .filter((row) => row.userId === user.id)
    .sort(byKey((row) => `${row.path}${row.name}`));

/** A device in a list: without its seed and its tags. */
export function deviceInList(scope: Scope, row: MfaDeviceRow, user: UserRow | undefined): VirtualMFADevice {
  return {
    SerialNumber: serialOf(scope, row),
    ...(user && { User: userInList(scope, user) }),
    ...(row.enabledAt !== undefined && { EnableDate: new Date(row.enabledAt) }),
  };
}
