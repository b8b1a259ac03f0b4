import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { changeKey, notDying } from '../key-state.ts';
import { tagged } from '../tags.ts';

export const tagResource: KmsOperation<'TagResource'> = {
  access: onKey,
  run: ({ KeyId, Tags }, { scope }, deps) => {
    const key = notDying(ownKeyOf(KeyId, scope, deps));
    changeKey(key, { tags: tagged(key.row.tags, Tags) }, deps);
    return {};
  },
};
