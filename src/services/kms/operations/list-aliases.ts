import { onEverything, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { pageOf } from '../pages.ts';
import { aliasArn } from '../store.ts';

export const listAliases: KmsOperation<'ListAliases'> = {
  access: onEverything,
  run: (input, { scope }, deps) => {
    const of = input.KeyId === undefined ? undefined : ownKeyOf(input.KeyId, scope, deps).row.id;
    const all = deps.store
      .in(scope)
      .aliases.list()
      .filter((alias) => of === undefined || alias.keyId === of);
    const { items, more } = pageOf(all, (alias) => alias.name, input, 100);
    return {
      Aliases: items.map(({ name, keyId, createdAt, updatedAt }) => ({
        AliasName: name,
        AliasArn: aliasArn(scope, name),
        TargetKeyId: keyId,
        CreationDate: new Date(createdAt),
        LastUpdatedDate: new Date(updatedAt),
      })),
      ...more,
    };
  },
};
