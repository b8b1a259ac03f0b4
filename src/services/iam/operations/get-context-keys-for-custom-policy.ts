import { onEverything } from '../access.ts';
import { contextKeysOf } from '../context-keys.ts';
import type { IamOperation } from '../deps.ts';

export const getContextKeysForCustomPolicy: IamOperation<'GetContextKeysForCustomPolicy'> = {
  access: onEverything,
  run: (input) => ({ ContextKeyNames: contextKeysOf(input.PolicyInputList) }),
};
