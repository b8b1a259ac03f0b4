import type { Empty, PutResourcePolicyInput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { checkResourcePolicy } from '../policy-document.ts';
import { onResource, resourceOf } from '../resource.ts';

export const putResourcePolicy: Operation<PutResourcePolicyInput, Empty, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    const resource = resourceOf(input, call, deps);
    checkResourcePolicy(input.Policy, resource.arn);
    resource.change({ policy: input.Policy });
    return {};
  },
};
