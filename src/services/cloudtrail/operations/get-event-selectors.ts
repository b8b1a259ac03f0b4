import type { CloudTrailOperation } from '../deps.ts';
import { find, onTrail } from '../trails/find.ts';
import { DEFAULT } from '../trails/selectors.ts';

export const getEventSelectors: CloudTrailOperation<'GetEventSelectors'> = {
  access: onTrail('TrailName'),
  run: ({ TrailName }, { scope }, { trails }) => {
    const { arn, row } = find(trails, TrailName, scope);
    if (row.advanced) return { TrailARN: arn, AdvancedEventSelectors: [...row.advanced] };
    return { TrailARN: arn, EventSelectors: [...(row.basic ?? DEFAULT)] };
  },
};
