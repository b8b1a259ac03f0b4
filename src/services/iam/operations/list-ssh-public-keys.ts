import { onUserOrSelf } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { noneOf } from '../not-kept.ts';

export const listSSHPublicKeys: IamOperation<'ListSSHPublicKeys'> = {
  access: onUserOrSelf,
  run: noneOf({ SSHPublicKeys: [], IsTruncated: false }),
};
