import type { CloudTrailOperation } from '../deps.ts';

export const listTrails: CloudTrailOperation<'ListTrails'> = {
  access: () => ({ resource: '*' }),
  // aws: those of all regions — API reference, ListTrails; five per region fit on a page
  run: (_, { scope }, { trails }) => ({
    Trails: trails
      .of(scope.account)
      .map(({ arn, row, scope: home }) => ({ TrailARN: arn, Name: row.name, HomeRegion: home.region })),
  }),
};
