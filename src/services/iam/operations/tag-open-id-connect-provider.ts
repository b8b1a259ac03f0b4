import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { noTagsGiven } from '../errors.ts';
import { amendProvider, onProvider } from '../provider-rows.ts';
import { EXACT_CASE, withTags } from '../tags.ts';

export const tagOpenIDConnectProvider: IamOperation<'TagOpenIDConnectProvider'> = {
  access: (input) => within(onProvider(input), tagContext(input)),
  run: (input, call, deps) => {
    if (input.Tags.length === 0) throw noTagsGiven();
    amendProvider(input, call, deps, ({ tags }) => ({ tags: withTags(EXACT_CASE, tags, input.Tags) }));
    return {};
  },
};
