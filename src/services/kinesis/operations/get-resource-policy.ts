import type { GetResourcePolicyInput, GetResourcePolicyOutput } from '#api/kinesis';
import { toldPolicy } from '#auth';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { onResource, resourceOf } from '../resource.ts';

export const getResourcePolicy: Operation<GetResourcePolicyInput, GetResourcePolicyOutput, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    // aws: where there is none it is an empty document — localstack's recorded answers, test_resource_policy_crud
    return { Policy: toldPolicy(resourceOf(input, call, deps).policy, call.scope, deps.principals) ?? '{}' };
  },
};
