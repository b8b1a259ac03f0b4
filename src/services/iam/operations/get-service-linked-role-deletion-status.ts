import type { IamOperation } from '../deps.ts';
import { deletionNotFound } from '../errors.ts';

export const getServiceLinkedRoleDeletionStatus: IamOperation<'GetServiceLinkedRoleDeletionStatus'> = {
  access: () => ({ resource: '*' }),
  run: ({ DeletionTaskId: task }, { scope }, { store }) => {
    if (!store.in(scope).deletions.get(task)) throw deletionNotFound(task);
    return { Status: 'SUCCEEDED' };
  },
};
