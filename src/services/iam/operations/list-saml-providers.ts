import { onEverything } from '../access.ts';
import type { IamOperation } from '../deps.ts';

/** None can be made here: there is none. */
export const listSAMLProviders: IamOperation<'ListSAMLProviders'> = {
  access: onEverything,
  run: () => ({ SAMLProviderList: [] }),
};
