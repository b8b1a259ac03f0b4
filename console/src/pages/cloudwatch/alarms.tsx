import { DeleteAlarmsCommand, DisableAlarmActionsCommand, EnableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import Button from '@cloudscape-design/components/button';
import { useQueryClient } from '@tanstack/react-query';
import { refused } from '../../app/notices.tsx';
import { ago } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourcePage } from '../../components/resource-page.tsx';
import { type May, unless } from '../../components/rights.ts';
import { AlarmState } from './alarm-state.tsx';
import { condition } from './condition.ts';
import { CreateAlarm } from './create-alarm.tsx';
import { type Alarm, cloudwatch, useAlarms } from './queries.ts';

const RANK: Readonly<Record<string, number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };
const since = (alarm: Alarm): Date | undefined => (alarm.metric ?? alarm.composite).StateUpdatedTimestamp;

/** Every alarm, those that ring first. */
export function Alarms() {
  const { data, error, refetch } = useAlarms();
  const sorted = data && [...data].sort((a, b) => (RANK[a.state] ?? 3) - (RANK[b.state] ?? 3) || a.name.localeCompare(b.name));
  return (
    <ResourcePage<Alarm>
      title="Alarms"
      noun="alarm"
      kind="alarm"
      operations={{ create: 'PutMetricAlarm', remove: 'DeleteAlarms' }}
      list={{ data: sorted, error, refetch }}
      nameOf={({ name }) => name}
      textOf={({ name, state }) => `${name} ${state}`}
      about="An alarm watches a metric. ./millrace alarms APPLICATION makes the ones that AWS recommends."
      create={(creation) => <CreateAlarm {...creation} />}
      actions={(chosen, _, may) => <Actions chosen={chosen} may={may} />}
      remove={{
        warning: 'Nobody is told any more when what it watches goes wrong.',
        submit: (alarms) => cloudwatch().send(new DeleteAlarmsCommand({ AlarmNames: alarms.map(({ name }) => name) })),
      }}
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
  );
}

function Actions({ chosen, may }: { readonly chosen: readonly Alarm[]; readonly may: May }) {
  const queries = useQueryClient();
  const AlarmNames = chosen.map(({ name }) => name);
  const quiet = chosen.length > 0 && chosen.every((each) => (each.metric ?? each.composite).ActionsEnabled);
  const toggle = () =>
    cloudwatch()
      .send(quiet ? new DisableAlarmActionsCommand({ AlarmNames }) : new EnableAlarmActionsCommand({ AlarmNames }))
      .then(
        () => queries.invalidateQueries({ queryKey: ['alarm'] }),
        (thrown) => refused('The actions were not changed', thrown),
      );
  return (
    <Button
      {...unless(may(quiet ? 'DisableAlarmActions' : 'EnableAlarmActions'), chosen.length > 0)}
      onClick={() => void toggle()}
    >
      {quiet ? 'Disable actions' : 'Enable actions'}
    </Button>
  );
}
