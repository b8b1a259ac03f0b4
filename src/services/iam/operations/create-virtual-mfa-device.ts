import { tagContext, within } from '../access.ts';
import { accountRow } from '../account.ts';
import type { IamOperation } from '../deps.ts';
import { mfaDeviceExists } from '../errors.ts';
import { putDevice } from '../mfa-devices.ts';
import { newSeed, serialOf } from '../mfa-serials.ts';
import { qrCodePng } from '../qr-code.ts';
import type { MfaDeviceRow } from '../store.ts';
import { EXACT_CASE, newTags } from '../tags.ts';

export const createVirtualMFADevice: IamOperation<'CreateVirtualMFADevice'> = {
  access: ({ Path: path = '/', VirtualMFADeviceName: name, ...input }, scope) =>
    within({ resource: serialOf(scope, { path, name }) }, tagContext(input)),
  run: ({ Path: path = '/', VirtualMFADeviceName: name, Tags }, call, deps) => {
    const { scope } = call;
    const lower = `${path}${name}`.toLowerCase();
    const taken = deps.store.in(scope).mfaDevices.list();
    if (taken.some((row) => `${row.path}${row.name}`.toLowerCase() === lower)) throw mfaDeviceExists();
    const tags = newTags(EXACT_CASE, Tags);
    const row: MfaDeviceRow = {
      name,
      path,
      seed: newSeed(deps.ids),
      createdAt: deps.clock.millis(),
      tags,
      drift: 0,
      lastStep: 0,
    };
    putDevice(row, call, deps);
    // aws: `otpauth://totp/$virtualMFADeviceName@$AccountName?secret=$Base32String` — API reference, VirtualMFADevice.QRCodePNG
    const holder = accountRow(call, deps).row.alias ?? scope.account;
    const picture = qrCodePng(`otpauth://totp/${encodeURIComponent(name)}@${holder}?secret=${row.seed}`);
    return {
      VirtualMFADevice: {
        SerialNumber: serialOf(scope, row),
        Base32StringSeed: Buffer.from(row.seed),
        ...(picture && { QRCodePNG: picture }),
        ...(tags.length > 0 && { Tags: tags }),
      },
    };
  },
};
