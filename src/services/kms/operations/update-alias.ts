import { ownKeyOf } from '../address.ts';
import { aliasOf, onAlias } from '../aliases.ts';
import type { KmsOperation } from '../deps.ts';
import { invalidKeyId } from '../errors.ts';
import { notDying } from '../key-state.ts';

export const updateAlias: KmsOperation<'UpdateAlias'> = {
  access: (input, scope) => [onAlias(input, scope), { resource: input.TargetKeyId }],
  run: ({ AliasName, TargetKeyId }, { scope }, deps) => {
    const alias = aliasOf(AliasName, scope, deps);
    const { row } = notDying(ownKeyOf(TargetKeyId, scope, deps, invalidKeyId));
    deps.store.in(scope).aliases.put([alias.name], { ...alias, keyId: row.id, updatedAt: deps.clock.millis() });
    return {};
  },
};
