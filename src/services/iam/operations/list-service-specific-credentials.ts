import { onEverything, onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { byKey, page } from '../pages.ts';
import { checkService, metadataOf } from '../service-credentials.ts';

export const listServiceSpecificCredentials: IamOperation<'ListServiceSpecificCredentials'> = {
  access: (input, scope, caller) => (input.AllUsers ? onEverything() : onUserOrSelf(input, scope, caller)),
  run: (input, call, deps) => {
    const { ServiceName: service, AllUsers: all } = input;
    if (service !== undefined) checkService(service);
    const users = all ? deps.store.in(call.scope).users.list() : [keyOwner(input, call, deps)];
    const found = users
      .flatMap((user) => (user.serviceCredentials ?? []).map((row) => metadataOf(user, row)))
      .filter((row) => service === undefined || row.ServiceName === service);
    // aws: the list of one user is whole, and does not say so — recorded, test_service_specific_credential_lifecycle
    if (!all) return { ServiceSpecificCredentials: found };
    const id = (row: (typeof found)[number]) => row.ServiceSpecificCredentialId;
    const { items, more } = page(found.sort(byKey(id)), id, input);
    return { ServiceSpecificCredentials: items, ...more };
  },
};
