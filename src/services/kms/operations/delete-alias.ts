import { aliasOf, onAlias } from '../aliases.ts';
import type { KmsOperation } from '../deps.ts';

export const deleteAlias: KmsOperation<'DeleteAlias'> = {
  access: (input, scope, _caller) => onAlias(input, scope),
  run: ({ AliasName }, { scope }, deps) => {
    const { name } = aliasOf(AliasName, scope, deps);
    deps.store.in(scope).aliases.delete(name);
    return {};
  },
};
