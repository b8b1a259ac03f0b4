import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { quota } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import {
  checkService,
  credentialOf,
  newCredentialId,
  newServicePassword,
  ofService,
  serviceUserName,
} from '../service-credentials.ts';
import type { ServiceCredentialRow } from '../store.ts';

export const createServiceSpecificCredential: IamOperation<'CreateServiceSpecificCredential'> = {
  access: onUser,
  run: ({ UserName, ServiceName: service }, call, deps) => {
    // aws: a missing user is told before a service that has none — recorded, test_create_service_specific_credential_invalid_user
    const user = find('user', UserName, call, deps);
    checkService(service);
    const most = LIMITS.serviceCredentialsPerUser;
    if (ofService(user, service).length >= most) throw quota('ServiceSpecificCredentialsPerUser', most);
    const row: ServiceCredentialRow = {
      id: newCredentialId(deps.ids),
      service,
      serviceUserName: serviceUserName(user, service, call.scope.account),
      password: newServicePassword(deps.ids),
      status: 'Active',
      createdAt: deps.clock.millis(),
    };
    deps.store.in(call.scope).users.put({ ...user, serviceCredentials: [...(user.serviceCredentials ?? []), row] });
    return { ServiceSpecificCredential: credentialOf(user, row) };
  },
};
