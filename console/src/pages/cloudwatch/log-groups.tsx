import { CreateLogGroupCommand, DeleteLogGroupCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs';
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
import { logs, useLogGroups } from './queries.ts';

export function LogGroups() {
  const { data, error, refetch } = useLogGroups();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly LogGroup[]>([]);
  const [asking, setAsking] = useState<'create' | 'delete'>();
  const [name, setName] = useState('');
  const again = () => queries.invalidateQueries({ queryKey: ['log-group'] });
  return (
    <>
      <ResourceTable<LogGroup>
        title="Log groups"
        noun="log group"
        variant="full-page"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ logGroupName = '' }) => logGroupName}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        empty={<Empty title="No log groups">An application writes into the group that its logging names.</Empty>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen.length === 0} onClick={() => setAsking('delete')}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setAsking('create')}>
              Create log group
            </Button>
          </SpaceBetween>
        }
        columns={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            sortingField: 'logGroupName',
            cell: ({ logGroupName = '' }) => <Go to={`/cloudwatch/logs/${encodeURIComponent(logGroupName)}`}>{logGroupName}</Go>,
          },
          {
            id: 'retention',
            header: 'Retention',
            cell: ({ retentionInDays }) => (retentionInDays ? `${retentionInDays} days` : 'Never expires'),
          },
          { id: 'bytes', header: 'Stored', sortingField: 'storedBytes', cell: ({ storedBytes }) => bytes(storedBytes) },
          {
            id: 'created',
            header: 'Created',
            cell: ({ creationTime }) => moment(creationTime === undefined ? undefined : new Date(creationTime)),
          },
        ]}
      />
      {asking === 'create' && (
        <Dialog
          title="Create log group"
          action="Create log group"
          ready={name !== ''}
          onClose={() => setAsking(undefined)}
          onSubmit={async () => {
            await logs().send(new CreateLogGroupCommand({ logGroupName: name }));
            setName('');
            await again();
          }}
        >
          <FormField label="Name">
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Dialog>
      )}
      {asking === 'delete' && (
        <Confirm
          title={`Delete ${chosen.map(({ logGroupName }) => logGroupName).join(', ')}?`}
          action="Delete"
          word="delete"
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            for (const { logGroupName } of chosen) await logs().send(new DeleteLogGroupCommand({ logGroupName }));
            setChosen([]);
            await again();
          }}
        >
          Their events are gone for good.
        </Confirm>
      )}
    </>
  );
}
