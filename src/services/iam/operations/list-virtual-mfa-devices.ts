import { onEverything } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { noneOf } from '../not-kept.ts';

export const listVirtualMFADevices: IamOperation<'ListVirtualMFADevices'> = {
  access: onEverything,
  run: (_input, call, deps) => noneOf({ VirtualMFADevices: [], IsTruncated: false })({}, call, deps),
};
