import type { CloudTrailOperation } from '../deps.ts';
import { badArn, insightsOff } from '../errors.ts';
import { find, onTrail } from '../trails/find.ts';

/** No trail has Insights, and AWS answers that with an error. */
export const getInsightSelectors: CloudTrailOperation<'GetInsightSelectors'> = {
  access: (input, scope) => onTrail('TrailName')({ TrailName: input.TrailName ?? '' }, scope),
  run: ({ TrailName }, { scope }, { trails }) => {
    if (TrailName === undefined) throw badArn('An event data store');
    throw insightsOff(find(trails, TrailName, scope).arn);
  },
};
