import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { noSuch } from '../errors.ts';
import { isServiceLinked } from '../service-linked-roles.ts';

/** Done at once: no service here has anything left that the role is for. The task that AWS would work on is over when it is told. */
export const deleteServiceLinkedRole: IamOperation<'DeleteServiceLinkedRole'> = {
  access: onRole,
  run: (input, call, deps) => {
    const row = find('role', input.RoleName, call, deps);
    if (!isServiceLinked(row)) throw noSuch('role', input.RoleName);
    const { roles, deletions } = deps.store.in(call.scope);
    roles.delete(row.name);
    const task = `task${row.path}${row.name}/${deps.ids.uuid()}`;
    deletions.put([task], { at: deps.clock.millis() });
    return { DeletionTaskId: task };
  },
};
