import { onDashboard } from '../access.ts';
import { problemsIn } from '../dashboards/body.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { withTags } from '../tags.ts';

export const putDashboard: CloudWatchOperation<'PutDashboard'> = {
  access: onDashboard,
  run: ({ DashboardName: name, DashboardBody: body, Tags }, { scope }, { dashboards, clock }) => {
    if (!/^[A-Za-z0-9_-]+$/.test(name)) throw errors.badDashboardName();
    // aws: 255 characters — API reference, PutDashboard
    if (name.length > 255) throw errors.longDashboardName();
    const problems = problemsIn(body);
    if (!problems) throw errors.notADashboard();
    if (problems.length > 0) throw errors.invalidDashboard(problems);
    const rows = dashboards.in(scope);
    // aws: tags given for a dashboard that is there already are passed over — API reference, PutDashboard
    rows.put([name], { name, body, tags: rows.get(name)?.tags ?? withTags({}, Tags), modifiedAt: clock.millis() });
    return { DashboardValidationMessages: [] };
  },
};
