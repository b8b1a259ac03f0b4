import type { Empty, PutResourcePolicyInput } from '#api/kinesis';
import { pinnedPolicy } from '#auth';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { badPolicy } from '../errors.ts';
import { checkResourcePolicy } from '../policy-document.ts';
import { onResource, resourceOf } from '../resource.ts';

export const putResourcePolicy: Operation<PutResourcePolicyInput, Empty, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    const resource = resourceOf(input, call, deps);
    checkResourcePolicy(input.Policy, resource.arn);
    const policy = pinnedPolicy(input.Policy, { partition: call.scope.partition, account: resource.account }, deps.principals);
    if (!policy) throw badPolicy('it names a principal that does not exist');
    resource.change(policy);
    return {};
  },
};
