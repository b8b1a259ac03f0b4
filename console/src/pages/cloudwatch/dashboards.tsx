import { type DashboardEntry, DeleteDashboardsCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { bytes, moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { cloudwatch, useDashboards } from './queries.ts';

const FIRST = JSON.stringify({ widgets: [{ type: 'text', width: 24, height: 3, properties: { markdown: 'A new dashboard' } }] });

export function Dashboards() {
  const { data, error, refetch } = useDashboards();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly DashboardEntry[]>([]);
  const [asking, setAsking] = useState<'create' | 'delete'>();
  const [name, setName] = useState('');
  const again = () => queries.invalidateQueries({ queryKey: ['dashboard'] });
  return (
    <>
      <ResourceTable<DashboardEntry>
        title="Dashboards"
        noun="dashboard"
        variant="full-page"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ DashboardName = '' }) => DashboardName}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        empty={<Empty title="No dashboards">./millrace dashboard APPLICATION makes one of a running application.</Empty>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen.length === 0} onClick={() => setAsking('delete')}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setAsking('create')}>
              Create dashboard
            </Button>
          </SpaceBetween>
        }
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
      {asking === 'create' && (
        <Dialog
          title="Create dashboard"
          action="Create dashboard"
          ready={name !== ''}
          onClose={() => setAsking(undefined)}
          onSubmit={async () => {
            await cloudwatch().send(new PutDashboardCommand({ DashboardName: name, DashboardBody: FIRST }));
            setName('');
            await again();
          }}
        >
          <FormField label="Name" constraintText="Letters, digits, hyphens and underscores">
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Dialog>
      )}
      {asking === 'delete' && (
        <Confirm
          title={`Delete ${chosen.map(({ DashboardName }) => DashboardName).join(', ')}?`}
          action="Delete"
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            await cloudwatch().send(
              new DeleteDashboardsCommand({ DashboardNames: chosen.map(({ DashboardName = '' }) => DashboardName) }),
            );
            setChosen([]);
            await again();
          }}
        >
          What they show stays; only the dashboards go.
        </Confirm>
      )}
    </>
  );
}
