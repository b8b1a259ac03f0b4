import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { notPendingDeletion } from '../errors.ts';

export const cancelKeyDeletion: KmsOperation<'CancelKeyDeletion'> = {
  access: onKey,
  run: ({ KeyId }, { scope }, deps) => {
    const key = ownKeyOf(KeyId, scope, deps);
    const { deletionAt, ...row } = key.row;
    if (deletionAt === undefined) throw notPendingDeletion(key.arn);
    deps.store.in(scope).keys.put([row.id], row);
    return { KeyId: key.arn };
  },
};
