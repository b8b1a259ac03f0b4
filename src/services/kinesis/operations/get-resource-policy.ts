import type { GetResourcePolicyInput, GetResourcePolicyOutput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { noPolicy } from '../errors.ts';
import { onResource, resourceOf } from '../resource.ts';

export const getResourcePolicy: Operation<GetResourcePolicyInput, GetResourcePolicyOutput, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    const { policy, arn } = resourceOf(input, call, deps);
    if (policy === undefined) throw noPolicy(arn);
    return { Policy: policy };
  },
};
