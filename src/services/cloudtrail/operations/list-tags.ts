import type { CloudTrailOperation } from '../deps.ts';
import { find } from '../trails/find.ts';

export const listTags: CloudTrailOperation<'ListTags'> = {
  access: ({ ResourceIdList: ids }) => ids.map((resource) => ({ resource })),
  run: ({ ResourceIdList: ids }, { scope }, { trails }) => ({
    ResourceTagList: ids.map((ResourceId) => ({
      ResourceId,
      TagsList: Object.entries(find(trails, ResourceId, scope).row.tags).map(([Key, Value]) => ({ Key, Value })),
    })),
  }),
};
