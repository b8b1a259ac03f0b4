import type { CloudTrailOperation } from '../deps.ts';
import { find, onTrail } from '../trails/find.ts';
import { withTags } from '../trails/settings.ts';

export const addTags: CloudTrailOperation<'AddTags'> = {
  access: onTrail('ResourceId'),
  run: ({ ResourceId, TagsList }, { scope }, { trails }) => {
    const trail = find(trails, ResourceId, scope);
    trails.put(trail.scope, { ...trail.row, tags: withTags(trail.row.tags, TagsList) });
    return {};
  },
};
