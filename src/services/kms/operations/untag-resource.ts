import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { changeKey, notDying } from '../key-state.ts';

export const untagResource: KmsOperation<'UntagResource'> = {
  access: onKey,
  run: ({ KeyId, TagKeys }, { scope }, deps) => {
    const key = notDying(ownKeyOf(KeyId, scope, deps));
    changeKey(key, { tags: key.row.tags.filter((tag) => !TagKeys.includes(tag.TagKey)) }, deps);
    return {};
  },
};
