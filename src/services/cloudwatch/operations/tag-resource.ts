import { alarmOfArn, withTags } from '../alarms/tags.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';

export const tagResource: CloudWatchOperation<'TagResource'> = {
  access: ({ ResourceARN }) => ({ resource: ResourceARN }),
  run: ({ ResourceARN, Tags }, { scope }, { alarms }) => {
    const rows = alarms.store.alarms(scope);
    const row = rows.get(alarmOfArn(ResourceARN, scope));
    if (!row) throw errors.taggedMissing(ResourceARN);
    rows.put([row.name], { ...row, tags: withTags(row.tags, Tags) });
    return {};
  },
};
