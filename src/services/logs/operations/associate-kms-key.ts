import { keyedGroup, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const associateKmsKey: LogsOperation<'AssociateKmsKey'> = {
  access: (input, scope) => onGroup(scope, keyedGroup(input, scope)),
  run: async (input, { scope }, { store }) => {
    const name = keyedGroup(input, scope);
    store.group(scope, name);
    const kmsKeyId = await store.keys.check(scope, name, input.kmsKeyId);
    store.groups(scope).put([name], { ...store.group(scope, name), kmsKeyId, everEncrypted: true });
    return {};
  },
};
