import { CreateUserCommand, type User } from '@aws-sdk/client-iam';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { iam, useUsers } from './queries.ts';
import { removeUser } from './remove.ts';

export function Users() {
  const { data, error, refetch } = useUsers();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const [asking, setAsking] = useState<'create' | 'delete'>();
  const [name, setName] = useState('');
  const again = () => queries.invalidateQueries({ queryKey: ['user'] });
  return (
    <>
      <ResourceTable<User>
        title="Users"
        noun="user"
        variant="full-page"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ UserName = '' }) => UserName}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        empty={<Empty title="No users">People and programs with access keys of their own, and only the rights they need.</Empty>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen.length === 0} onClick={() => setAsking('delete')}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setAsking('create')}>
              Create user
            </Button>
          </SpaceBetween>
        }
        columns={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            sortingField: 'UserName',
            cell: ({ UserName = '' }) => <Go to={`/iam/users/${encodeURIComponent(UserName)}`}>{UserName}</Go>,
          },
          { id: 'path', header: 'Path', cell: ({ Path }) => Path },
          { id: 'created', header: 'Created', cell: ({ CreateDate }) => moment(CreateDate) },
        ]}
      />
      {asking === 'create' && (
        <Dialog
          title="Create user"
          action="Create user"
          ready={name !== ''}
          onClose={() => setAsking(undefined)}
          onSubmit={async () => {
            await iam().send(new CreateUserCommand({ UserName: name }));
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
          title={`Delete ${chosen.map(({ UserName }) => UserName).join(', ')}?`}
          action="Delete"
          word="delete"
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            for (const { UserName = '' } of chosen) await removeUser(UserName);
            setChosen([]);
            await again();
          }}
        >
          Their access keys end at once.
        </Confirm>
      )}
    </>
  );
}
