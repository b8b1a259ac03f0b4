import { ownKeyOf } from '../address.ts';
import { checkAliasName, onAlias } from '../aliases.ts';
import type { KmsOperation } from '../deps.ts';
import { aliasExists, invalidKeyId } from '../errors.ts';
import { notDying } from '../key-state.ts';
import { aliasArn } from '../store.ts';

export const createAlias: KmsOperation<'CreateAlias'> = {
  access: (input, scope) => [onAlias(input, scope), { resource: input.TargetKeyId }],
  run: ({ AliasName: name, TargetKeyId }, { scope }, deps) => {
    checkAliasName(name);
    const { row } = notDying(ownKeyOf(TargetKeyId, scope, deps, invalidKeyId));
    const { aliases } = deps.store.in(scope);
    if (aliases.get(name)) throw aliasExists(aliasArn(scope, name));
    const now = deps.clock.millis();
    aliases.put([name], { name, keyId: row.id, createdAt: now, updatedAt: now });
    return {};
  },
};
