import { dashboardArn, onDashboard } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';

export const getDashboard: CloudWatchOperation<'GetDashboard'> = {
  access: onDashboard,
  run: ({ DashboardName }, { scope }, { dashboards }) => {
    const row = dashboards.in(scope).get(DashboardName);
    if (!row) throw errors.dashboardNotFound(DashboardName);
    return { DashboardArn: dashboardArn(scope, row.name), DashboardBody: row.body, DashboardName: row.name };
  },
};
