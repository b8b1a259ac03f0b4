import { alarmOfArn } from '../alarms/tags.ts';
import type { CloudWatchOperation } from '../deps.ts';

export const listTagsForResource: CloudWatchOperation<'ListTagsForResource'> = {
  access: ({ ResourceARN }) => ({ resource: ResourceARN }),
  // aws: what is not there has no tags — recorded in localstack tests/aws/services/cloudwatch, test_tagging_metric_alarm
  run: ({ ResourceARN }, { scope }, { alarms }) => {
    const tags = alarms.store.alarms(scope).get(alarmOfArn(ResourceARN, scope))?.tags ?? {};
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
};
