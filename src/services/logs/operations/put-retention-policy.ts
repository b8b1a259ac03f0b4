import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { badRetention } from '../errors.ts';

/** aws: the possible values — API reference, PutRetentionPolicy */
const DAYS = new Set([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]);

export const putRetentionPolicy: LogsOperation<'PutRetentionPolicy'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: ({ logGroupName, retentionInDays }, { scope }, { store }) => {
    const group = store.group(scope, logGroupName);
    if (!DAYS.has(retentionInDays)) throw badRetention();
    store.groups(scope).put([logGroupName], { ...group, retentionInDays });
    return {};
  },
};
