import type { IamOperation } from '../deps.ts';
import { findProvider, onProvider } from '../provider-rows.ts';
import { listTags } from '../tags.ts';

export const listOpenIDConnectProviderTags: IamOperation<'ListOpenIDConnectProviderTags'> = {
  access: onProvider,
  run: (input, call, deps) => listTags(findProvider(input, call, deps).tags, input),
};
