import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { applicationDetail } from '../describe.ts';

export const describeApplication: Operation<api.DescribeApplicationRequest, api.DescribeApplicationResponse, ControlDeps> = {
  access: onApplication,
  async run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const name = input.ApplicationName;
    const known = store.application(name);
    // aws: the job plan is only answered when asked for — model
    const plan =
      input.IncludeAdditionalDetails && known.status === 'RUNNING' ? await deps.jobPlans.planOf({ scope, name }) : undefined;
    const row = store.application(name);
    return { ApplicationDetail: applicationDetail(row, store.version(row), plan) };
  },
};
