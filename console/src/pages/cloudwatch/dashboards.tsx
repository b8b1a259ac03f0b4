import { type DashboardEntry, DeleteDashboardsCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { bytes, moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourcePage } from '../../components/resource-page.tsx';
import { cloudwatch, useDashboards } from './queries.ts';

const FIRST = JSON.stringify({ widgets: [{ type: 'text', width: 24, height: 3, properties: { markdown: 'A new dashboard' } }] });

export function Dashboards() {
  return (
    <ResourcePage<DashboardEntry>
      title="Dashboards"
      noun="dashboard"
      kind="dashboard"
      operations={{ create: 'PutDashboard', remove: 'DeleteDashboards' }}
      list={useDashboards()}
      nameOf={({ DashboardName = '' }) => DashboardName}
      about="./millrace dashboard APPLICATION makes one of a running application."
      create={{
        hint: 'Letters, digits, hyphens and underscores',
        submit: (DashboardName) => cloudwatch().send(new PutDashboardCommand({ DashboardName, DashboardBody: FIRST })),
      }}
      remove={{
        warning: 'What it shows stays; only the dashboard goes.',
        submit: (dashboards) =>
          cloudwatch().send(
            new DeleteDashboardsCommand({ DashboardNames: dashboards.map(({ DashboardName = '' }) => DashboardName) }),
          ),
      }}
      columns={[
        {
          id: 'name',
          header: 'Name',
          isRowHeader: true,
          sortingField: 'DashboardName',
          cell: ({ DashboardName = '' }) => (
            <Go to={`/cloudwatch/dashboards/${encodeURIComponent(DashboardName)}`}>{DashboardName}</Go>
          ),
        },
        { id: 'modified', header: 'Last changed', cell: ({ LastModified }) => moment(LastModified) },
        { id: 'size', header: 'Size', cell: ({ Size }) => bytes(Size) },
      ]}
    />
  );
}
