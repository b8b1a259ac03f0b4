import type { Empty, PutResourcePolicyInput } from '#api/kinesis';
import { compilePolicy } from '#auth';
import { messageOf, type Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { badCombination } from '../errors.ts';
import { onResource, resourceOf } from '../resource.ts';

export const putResourcePolicy: Operation<PutResourcePolicyInput, Empty, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    const resource = resourceOf(input, call, deps);
    try {
      compilePolicy(input.Policy);
    } catch (failure) {
      throw badCombination(`The policy is not valid: ${messageOf(failure)}`);
    }
    resource.change({ policy: input.Policy });
    return {};
  },
};
