import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { amendProvider, onProvider } from '../provider-rows.ts';
import { EXACT_CASE, withTags } from '../tags.ts';

export const tagOpenIDConnectProvider: IamOperation<'TagOpenIDConnectProvider'> = {
  access: (input) => within(onProvider(input), tagContext(input)),
  run: (input, call, deps) => {
    amendProvider(input, call, deps, ({ tags }) => ({ tags: withTags(EXACT_CASE, tags, input.Tags) }));
    return {};
  },
};
