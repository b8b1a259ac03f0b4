import { HEX } from '#core';
import { onGroup, onTags } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { groupExists, noKms, tagsDenied } from '../errors.ts';
import { checkedTags } from '../tags.ts';

export const createLogGroup: LogsOperation<'CreateLogGroup'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: (input, call, { store, clock, ids }) => {
    const { scope } = call;
    const { logGroupName, kmsKeyId, tags, logGroupClass, deletionProtectionEnabled } = input;
    if (tags && !call.may({ ...onTags(scope, logGroupName), action: 'logs:TagResource' })) throw tagsDenied(scope.account);
    if (kmsKeyId !== undefined) throw noKms();
    const groups = store.groups(scope);
    if (groups.get(logGroupName)) throw groupExists();
    groups.put([logGroupName], {
      name: logGroupName,
      createdAt: clock.millis(),
      folder: ids.text(20, HEX),
      logGroupClass: logGroupClass ?? 'STANDARD',
      tags: checkedTags({}, tags ?? {}),
      ...(deletionProtectionEnabled && { deletionProtection: true }),
    });
    return {};
  },
};
