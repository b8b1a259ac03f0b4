import type { IamOperation } from '../deps.ts';
import { principalPolicies } from '../simulated-principal.ts';
import { simulate } from '../simulation.ts';

export const simulatePrincipalPolicy: IamOperation<'SimulatePrincipalPolicy'> = {
  access: (input) => ({ resource: input.PolicySourceArn }),
  run: (input, call, deps) => simulate(input, principalPolicies(input, call, deps)),
};
