import { compilePolicy } from '#auth';
import { messageOf } from '#core';
import type { LogsOperation } from '../deps.ts';
import { badResourcePolicy, limitExceeded, policyOfResource, policyWithoutName } from '../errors.ts';

/** aws: ten of an account and region — CloudWatch Logs quotas, "Resource policies" */
const MOST = 10;

export const putResourcePolicy: LogsOperation<'PutResourcePolicy'> = {
  access: () => ({ resource: '*' }),
  run: ({ policyName, policyDocument, resourceArn, expectedRevisionId }, { scope }, { store, clock }) => {
    if (resourceArn !== undefined || expectedRevisionId !== undefined) throw policyOfResource();
    if (!policyName || policyDocument === undefined) throw policyWithoutName();
    try {
      compilePolicy(policyDocument);
    } catch (failure) {
      throw badResourcePolicy(messageOf(failure));
    }
    const policies = store.policies.in(scope);
    if (!policies.get(policyName) && policies.count() >= MOST) throw limitExceeded();
    const row = { policyName, policyDocument, lastUpdatedTime: clock.millis() };
    store.policies.put(scope, row);
    return { resourcePolicy: { ...row, policyScope: 'ACCOUNT' } };
  },
};
