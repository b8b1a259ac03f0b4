import { onEverything } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { deviceInList } from '../mfa-devices.ts';
import { byKey, page } from '../pages.ts';

export const listVirtualMFADevices: IamOperation<'ListVirtualMFADevices'> = {
  access: onEverything,
  run: (input, call, deps) => {
    const { mfaDevices, users } = deps.store.in(call.scope);
    // aws: without a status, all — model, ListVirtualMFADevicesRequest.AssignmentStatus
    const wanted = input.AssignmentStatus ?? 'Any';
    const rows = mfaDevices
      .list()
      .filter((row) => wanted === 'Any' || (row.userId === undefined ? 'Unassigned' : 'Assigned') === wanted)
      .sort(byKey((row) => `${row.path}${row.name}`));
    const { items, more } = page(rows, (row) => `${row.path}${row.name}`, input);
    const owners = new Map(items.some((row) => row.userId) ? users.list().map((user) => [user.id, user]) : []);
    return { VirtualMFADevices: items.map((row) => deviceInList(call.scope, row, owners.get(row.userId ?? ''))), ...more };
  },
};
