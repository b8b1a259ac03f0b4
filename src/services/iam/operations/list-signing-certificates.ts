import { onUserOrSelf } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { noneOf } from '../not-kept.ts';

export const listSigningCertificates: IamOperation<'ListSigningCertificates'> = {
  access: onUserOrSelf,
  run: noneOf({ Certificates: [], IsTruncated: false }),
};
