import type { IamOperation } from '../deps.ts';
import { findDevice, onDevice } from '../mfa-devices.ts';
import { listTags } from '../tags.ts';

export const listMFADeviceTags: IamOperation<'ListMFADeviceTags'> = {
  access: onDevice,
  run: (input, call, deps) => listTags(findDevice(input, call, deps).tags, input),
};
