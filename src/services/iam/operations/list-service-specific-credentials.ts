import { onUserOrSelf } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { noneOf } from '../not-kept.ts';

export const listServiceSpecificCredentials: IamOperation<'ListServiceSpecificCredentials'> = {
  access: onUserOrSelf,
  run: noneOf({ ServiceSpecificCredentials: [], IsTruncated: false }),
};
