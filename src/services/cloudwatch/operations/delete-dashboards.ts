import { onDashboards } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';

/** aws: 100 in one call — API reference, DeleteDashboards */
const MOST = 100;

export const deleteDashboards: CloudWatchOperation<'DeleteDashboards'> = {
  access: onDashboards,
  run: ({ DashboardNames }, { scope }, { dashboards }) => {
    if (DashboardNames.length > MOST) throw errors.badValues([errors.tooMany('DashboardNames', MOST)]);
    const rows = dashboards.in(scope);
    const missing = DashboardNames.filter((name) => !rows.delete(name));
    // aws: as many as possible are deleted when there is an error — API reference, DeleteDashboards
    if (missing.length > 0) throw errors.dashboardNotFound(missing.join(', '));
    return {};
  },
};
