import { HEX } from '#core';
import { onGroup, onTags } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { groupExists, tagsDenied } from '../errors.ts';
import { checkedTags } from '../tags.ts';

export const createLogGroup: LogsOperation<'CreateLogGroup'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: async (input, call, { store, clock, ids }) => {
    const { scope } = call;
    const { logGroupName, kmsKeyId, tags, logGroupClass, deletionProtectionEnabled } = input;
    if (tags && !call.may({ ...onTags(scope, logGroupName), action: 'logs:TagResource' })) throw tagsDenied(scope.account);
    const groups = store.groups(scope);
    if (groups.get(logGroupName)) throw groupExists();
    const checked = checkedTags({}, tags ?? {});
    const key = kmsKeyId === undefined ? undefined : await store.keys.check(scope, logGroupName, kmsKeyId);
    if (groups.get(logGroupName)) throw groupExists(); // meanwhile
    groups.put([logGroupName], {
      name: logGroupName,
      createdAt: clock.millis(),
      folder: ids.text(20, HEX),
      logGroupClass: logGroupClass ?? 'STANDARD',
      tags: checked,
      ...(deletionProtectionEnabled && { deletionProtection: true }),
      ...(key !== undefined && { kmsKeyId: key, everEncrypted: true }),
    });
    return {};
  },
};
