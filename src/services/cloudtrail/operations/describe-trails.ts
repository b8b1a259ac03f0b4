import type { CloudTrailOperation } from '../deps.ts';
import { described } from '../trails/find.ts';

export const describeTrails: CloudTrailOperation<'DescribeTrails'> = {
  access: () => ({ resource: '*' }),
  run: ({ trailNameList: names = [], includeShadowTrails: shadows = true }, { scope }, { trails }) => ({
    // aws: what is unknown is left out — API reference, DescribeTrails
    trailList: trails
      .seenIn(scope)
      .filter((trail) => shadows || trail.scope.region === scope.region)
      .filter(({ arn, row }) => names.length === 0 || names.includes(arn) || names.includes(row.name))
      .map(described),
  }),
};
