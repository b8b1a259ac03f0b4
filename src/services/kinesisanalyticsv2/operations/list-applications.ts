import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { summary } from '../describe.ts';

export const listApplications: Operation<api.ListApplicationsRequest, api.ListApplicationsResponse, ControlDeps> = {
  access: () => ({ resource: '*' }),
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const limit = input.Limit ?? 50;
    // aws: NextToken has the shape of an ApplicationName — model; so it is the last name of the page before
    const rows = store.applications.list({ limit: limit + 1, ...(input.NextToken !== undefined && { after: input.NextToken }) });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      ApplicationSummaries: shown.map((row) => summary(row, store.version(row))),
      ...(rows.length > limit && last && { NextToken: last.name }),
    };
  },
};
