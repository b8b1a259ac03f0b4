import { accountOfAccessKeyId } from '#auth';
import type { StsOperation } from '../deps.ts';
import { unknownAccessKeyId } from '../errors.ts';

/** The account is a part of the id, so the answer needs no row. */
export const getAccessKeyInfo: StsOperation<'GetAccessKeyInfo'> = {
  access: () => ({ resource: '*' }),
  run: (input, { caller }) => {
    const account = input.AccessKeyId === caller.accessKeyId ? caller.account : accountOfAccessKeyId(input.AccessKeyId);
    if (!account) throw unknownAccessKeyId(input.AccessKeyId);
    return { Account: account };
  },
};
