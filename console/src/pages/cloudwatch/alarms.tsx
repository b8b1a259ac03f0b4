import { DeleteAlarmsCommand, DisableAlarmActionsCommand, EnableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refused } from '../../app/notices.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { ago } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { AlarmState } from './alarm-state.tsx';
import { condition } from './condition.ts';
import { type Alarm, cloudwatch, useAlarms } from './queries.ts';

const RANK: Readonly<Record<string, number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };
const since = (alarm: Alarm): Date | undefined => (alarm.metric ?? alarm.composite).StateUpdatedTimestamp;

/** Every alarm, those that ring first. */
export function Alarms() {
  const { data, error, refetch } = useAlarms();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly Alarm[]>([]);
  const [deleting, setDeleting] = useState(false);
  const AlarmNames = chosen.map(({ name }) => name);
  const sorted = data && [...data].sort((a, b) => (RANK[a.state] ?? 3) - (RANK[b.state] ?? 3) || a.name.localeCompare(b.name));
  const again = () => queries.invalidateQueries({ queryKey: ['alarm'] });
  const quiet = chosen.length > 0 && chosen.every((each) => (each.metric ?? each.composite).ActionsEnabled);
  const toggle = () =>
    cloudwatch()
      .send(quiet ? new DisableAlarmActionsCommand({ AlarmNames }) : new EnableAlarmActionsCommand({ AlarmNames }))
      .then(again, (thrown) => refused('The actions were not changed', thrown));
  return (
    <>
      <ResourceTable<Alarm>
        title="Alarms"
        noun="alarm"
        variant="full-page"
        items={sorted}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ name }) => name}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        textOf={({ name, state }) => `${name} ${state}`}
        empty={<Empty title="No alarms">./millrace alarms APPLICATION makes the ones that AWS recommends.</Empty>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen.length === 0} onClick={() => void toggle()}>
              {quiet ? 'Disable actions' : 'Enable actions'}
            </Button>
            <Button disabled={chosen.length === 0} onClick={() => setDeleting(true)}>
              Delete
            </Button>
          </SpaceBetween>
        }
        columns={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            sortingField: 'name',
            cell: ({ name }) => <Go to={`/cloudwatch/alarms/${encodeURIComponent(name)}`}>{name}</Go>,
          },
          { id: 'state', header: 'State', sortingField: 'state', cell: ({ state }) => <AlarmState state={state} /> },
          { id: 'since', header: 'Since', cell: (alarm) => ago(since(alarm)) },
          {
            id: 'condition',
            header: 'Condition',
            cell: ({ metric, composite }) => (metric ? condition(metric) : composite.AlarmRule),
          },
          {
            id: 'actions',
            header: 'Actions',
            cell: ({ metric, composite }) =>
              (metric ?? composite)?.ActionsEnabled ? `${(metric ?? composite)?.AlarmActions?.length ?? 0}` : 'Off',
          },
        ]}
      />
      {deleting && (
        <Confirm
          title={AlarmNames.length === 1 ? `Delete ${AlarmNames[0]}?` : `Delete ${AlarmNames.length} alarms?`}
          action="Delete"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await cloudwatch().send(new DeleteAlarmsCommand({ AlarmNames }));
            setChosen([]);
            await again();
          }}
        >
          Nobody is told any more when what they watch goes wrong.
        </Confirm>
      )}
    </>
  );
}
