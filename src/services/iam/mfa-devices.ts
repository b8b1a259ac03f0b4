import type { VirtualMFADevice } from '#api/iam';
import { type Access, BASE32, type Call, globalArnOf, type Ids, type Scope } from '#core';
import type { IamDeps } from './deps.ts';
import { mfaDeviceNotFound, mfaDeviceNotHis } from './errors.ts';
import { byKey } from './pages.ts';
import { userInList } from './shapes.ts';
import type { AccountRows, MfaDeviceRow, UserRow } from './store.ts';

type Where = Pick<Scope, 'partition' | 'account'>;

/** `arn:aws:iam::<account>:mfa/<path/><name>` */
export const serialOf = (scope: Where, { path, name }: { readonly path: string; readonly name: string }): string =>
  globalArnOf('iam', scope, `mfa${path}${name}`);

interface DeviceNamed {
  readonly SerialNumber: string;
}
export const onDevice = ({ SerialNumber: serial }: DeviceNamed): Access => ({ resource: serial });

/** The path and name in the serial number of a virtual device of this account; undefined where it is of something else. */
export const deviceName = (serial: string, scope: Where): string | undefined => {
  const prefix = globalArnOf('iam', scope, 'mfa');
  return serial.startsWith(`${prefix}/`) ? serial.slice(prefix.length) : undefined;
};

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

/** 320 bits. — the 64 characters of base32 of AWS's devices, as public transcripts show them */
export const newSeed = (ids: Ids): string => ids.text(64, BASE32);

/** The bytes of a seed in base32 (RFC 4648). */
export function seedBytes(seed: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((seed.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const char of seed) {
    bits = (bits << 5) | BASE32.indexOf(char);
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 255;
      bits &= (1 << held) - 1;
    }
  }
  return bytes;
}

/** A device in a list: without its seed and its tags. */
export function deviceInList(scope: Scope, row: MfaDeviceRow, user: UserRow | undefined): VirtualMFADevice {
  return {
    SerialNumber: serialOf(scope, row),
    ...(user && { User: userInList(scope, user) }),
    ...(row.enabledAt !== undefined && { EnableDate: new Date(row.enabledAt) }),
  };
}
