import { keyedGroup, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const disassociateKmsKey: LogsOperation<'DisassociateKmsKey'> = {
  access: (input, scope) => onGroup(scope, keyedGroup(input, scope)),
  run: (input, { scope }, { store }) => {
    const name = keyedGroup(input, scope);
    const { kmsKeyId: _, ...row } = store.group(scope, name);
    store.groups(scope).put([name], row);
    return {};
  },
};
