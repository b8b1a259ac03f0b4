import type { Area } from '../../app/areas.ts';

export const area: Area = {
  title: 'CloudWatch',
  order: 50,
  links: [
    { text: 'Alarms', path: '/cloudwatch/alarms' },
    { text: 'Dashboards', path: '/cloudwatch/dashboards' },
    { text: 'Metrics', path: '/cloudwatch/metrics' },
    { text: 'Log groups', path: '/cloudwatch/logs' },
  ],
  pages: [
    { path: '/cloudwatch/alarms', load: () => import('./alarms.tsx'), name: 'Alarms' },
    { path: '/cloudwatch/alarms/:alarm', load: () => import('./alarm.tsx'), name: 'AlarmPage' },
    { path: '/cloudwatch/dashboards', load: () => import('./dashboards.tsx'), name: 'Dashboards' },
    { path: '/cloudwatch/dashboards/:dashboard', load: () => import('./dashboard.tsx'), name: 'DashboardPage' },
    { path: '/cloudwatch/metrics', load: () => import('./metrics-explorer.tsx'), name: 'MetricsExplorer' },
    { path: '/cloudwatch/logs', load: () => import('./log-groups.tsx'), name: 'LogGroups' },
    { path: '/cloudwatch/logs/:group', load: () => import('./log-group.tsx'), name: 'LogGroupPage' },
  ],
  resources: async () => {
    const { allAlarms, allDashboards } = await import('./queries.ts');
    const [alarms, dashboards] = await Promise.all([allAlarms(), allDashboards()]);
    return [
      ...alarms.map(({ name }) => ({ title: name, kind: 'Alarm', path: `/cloudwatch/alarms/${encodeURIComponent(name)}` })),
      ...dashboards.map(({ DashboardName: name = '' }) => ({
        title: name,
        kind: 'Dashboard',
        path: `/cloudwatch/dashboards/${encodeURIComponent(name)}`,
      })),
    ];
  },
};
