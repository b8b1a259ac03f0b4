import type { DeleteResourcePolicyInput, Empty } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { noPolicy } from '../errors.ts';
import { onResource, resourceOf } from '../resource.ts';

export const deleteResourcePolicy: Operation<DeleteResourcePolicyInput, Empty, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    const resource = resourceOf(input, call, deps);
    if (resource.policy.policy === undefined) throw noPolicy(resource.arn);
    resource.change({ policy: undefined, policyPins: undefined, policyInForce: undefined });
    return {};
  },
};
