import type { LogsOperation } from '../deps.ts';
import { policyNotFound, policyOfResource } from '../errors.ts';

export const deleteResourcePolicy: LogsOperation<'DeleteResourcePolicy'> = {
  access: () => ({ resource: '*' }),
  run: ({ policyName = '', resourceArn, expectedRevisionId }, { scope }, { store }) => {
    if (resourceArn !== undefined || expectedRevisionId !== undefined) throw policyOfResource();
    if (!store.policies.in(scope).get(policyName)) throw policyNotFound(policyName);
    store.policies.delete(scope, policyName);
    return {};
  },
};
