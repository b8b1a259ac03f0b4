import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { noTagsGiven } from '../errors.ts';
import { amendProvider, onProvider } from '../provider-rows.ts';
import { EXACT_CASE, withoutTags } from '../tags.ts';

export const untagOpenIDConnectProvider: IamOperation<'UntagOpenIDConnectProvider'> = {
  access: (input) => within(onProvider(input), tagContext(input)),
  run: (input, call, deps) => {
    if (input.TagKeys.length === 0) throw noTagsGiven();
    amendProvider(input, call, deps, ({ tags }) => ({ tags: withoutTags(EXACT_CASE, tags, input.TagKeys) }));
    return {};
  },
};
