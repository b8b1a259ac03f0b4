import type { CloudTrailOperation } from '../deps.ts';
import { find, onTrail } from '../trails/find.ts';

export const removeTags: CloudTrailOperation<'RemoveTags'> = {
  access: onTrail('ResourceId'),
  run: ({ ResourceId, TagsList }, { scope }, { trails }) => {
    const trail = find(trails, ResourceId, scope);
    const gone = new Set(TagsList.map(({ Key }) => Key));
    const tags = Object.fromEntries(Object.entries(trail.row.tags).filter(([key]) => !gone.has(key)));
    trails.put(trail.scope, { ...trail.row, tags });
    return {};
  },
};
