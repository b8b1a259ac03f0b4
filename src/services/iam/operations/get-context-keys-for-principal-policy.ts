import { contextKeysOf } from '../context-keys.ts';
import type { IamOperation } from '../deps.ts';
import { principalDocuments } from '../simulated-principal.ts';

export const getContextKeysForPrincipalPolicy: IamOperation<'GetContextKeysForPrincipalPolicy'> = {
  access: (input) => ({ resource: input.PolicySourceArn }),
  run: (input, call, deps) => {
    const own = principalDocuments(input.PolicySourceArn, call, deps).map(({ document }) => document);
    return { ContextKeyNames: contextKeysOf([...own, ...(input.PolicyInputList ?? [])]) };
  },
};
