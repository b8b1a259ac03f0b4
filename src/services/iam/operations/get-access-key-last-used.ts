import type { IamOperation } from '../deps.ts';
import { accessKeyNotFound } from '../errors.ts';

export const getAccessKeyLastUsed: IamOperation<'GetAccessKeyLastUsed'> = {
  // aws: on the user whose key it is, who is known only when the key is — service authorization reference, GetAccessKeyLastUsed
  access: () => ({ resource: '*' }),
  run: ({ AccessKeyId: id }, { scope }, { store, lastUse }) => {
    const key = store.in(scope).keys.get(id);
    if (!key) throw accessKeyNotFound(id);
    const used = lastUse.ofKey(scope.account, id);
    return {
      UserName: key.userName,
      // aws: of a key that was never used — API reference, AccessKeyLastUsed
      AccessKeyLastUsed: used
        ? { LastUsedDate: new Date(used.at), ServiceName: used.service, Region: used.region }
        : { ServiceName: 'N/A', Region: 'N/A' },
    };
  },
};
