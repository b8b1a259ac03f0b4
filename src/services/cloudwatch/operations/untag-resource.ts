import { alarmOfArn } from '../alarms/tags.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';

export const untagResource: CloudWatchOperation<'UntagResource'> = {
  access: ({ ResourceARN }) => ({ resource: ResourceARN }),
  run: ({ ResourceARN, TagKeys }, { scope }, { alarms }) => {
    const rows = alarms.store.alarms(scope);
    const row = rows.get(alarmOfArn(ResourceARN, scope));
    if (!row) throw errors.taggedMissing(ResourceARN);
    const tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !TagKeys.includes(key)));
    rows.put([row.name], { ...row, tags });
    return {};
  },
};
