import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { policyUsage } from '../managed-policies.ts';
import { knownPolicy } from '../own-policies.ts';
import { policyShape } from '../shapes.ts';

export const getPolicy: IamOperation<'GetPolicy'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const policy = knownPolicy(input.PolicyArn, call, deps);
    return { Policy: policyShape(policy, policyUsage(deps.store.in(call.scope))(policy.arn)) };
  },
};
