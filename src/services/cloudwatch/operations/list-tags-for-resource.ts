import type { CloudWatchOperation } from '../deps.ts';
import { taggedBy } from '../tags.ts';

export const listTagsForResource: CloudWatchOperation<'ListTagsForResource'> = {
  access: ({ ResourceARN }) => ({ resource: ResourceARN }),
  // aws: what is not there has no tags — recorded in localstack tests/aws/services/cloudwatch, test_tagging_metric_alarm
  run: ({ ResourceARN }, { scope }, deps) => {
    const tags = taggedBy(ResourceARN, scope, deps)?.tags ?? {};
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
};
