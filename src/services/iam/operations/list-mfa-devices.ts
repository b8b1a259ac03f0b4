import { onUserOrSelf } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { noneOf } from '../not-kept.ts';

export const listMFADevices: IamOperation<'ListMFADevices'> = {
  access: onUserOrSelf,
  run: noneOf({ MFADevices: [], IsTruncated: false }),
};
