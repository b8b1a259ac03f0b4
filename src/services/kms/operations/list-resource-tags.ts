import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { pageOf } from '../pages.ts';

export const listResourceTags: KmsOperation<'ListResourceTags'> = {
  access: onKey,
  run: (input, { scope }, deps) => {
    const { tags } = ownKeyOf(input.KeyId, scope, deps).row;
    const sorted = [...tags].sort((a, b) => (a.TagKey < b.TagKey ? -1 : 1));
    const { items, more } = pageOf(sorted, (tag) => tag.TagKey, input, 50);
    return { Tags: items, ...more };
  },
};
