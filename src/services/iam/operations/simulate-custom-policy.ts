import { onEverything } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { customPolicies, simulate } from '../simulation.ts';

export const simulateCustomPolicy: IamOperation<'SimulateCustomPolicy'> = {
  access: onEverything,
  run: (input, call) => simulate(input, customPolicies(input, call)),
};
