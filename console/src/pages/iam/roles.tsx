import { CreateRoleCommand, type Role } from '@aws-sdk/client-iam';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { notice } from '../../app/notices.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { iam, useRoles } from './queries.ts';
import { removeRole } from './remove.ts';

const TRUST = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'kinesisanalytics.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
  undefined,
  2,
);

/** Who may take the role, in a few words. */
function trusted(encoded: string | undefined): string {
  try {
    const { Statement } = JSON.parse(decodeURIComponent(encoded ?? '')) as {
      Statement: { Principal?: Record<string, unknown> }[];
    };
    return [Statement]
      .flat()
      .flatMap(({ Principal }) => (Principal ? Object.values(Principal).flat() : []))
      .join(', ');
  } catch {
    return '–';
  }
}

export function Roles() {
  const { data, error, refetch } = useRoles();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState<readonly Role[]>([]);
  const [asking, setAsking] = useState<'create' | 'delete'>();
  const [name, setName] = useState('');
  const [trust, setTrust] = useState(TRUST);
  const names = chosen.map(({ RoleName = '' }) => RoleName);
  return (
    <>
      <ResourceTable<Role>
        title="Roles"
        noun="role"
        variant="full-page"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ RoleName = '' }) => RoleName}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        textOf={({ RoleName = '', AssumeRolePolicyDocument }) => `${RoleName} ${trusted(AssumeRolePolicyDocument)}`}
        empty={<Empty title="No roles">An application runs as a role: what it may do is what the role may.</Empty>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen.length === 0} onClick={() => setAsking('delete')}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setAsking('create')}>
              Create role
            </Button>
          </SpaceBetween>
        }
        columns={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            sortingField: 'RoleName',
            cell: ({ RoleName = '' }) => <Go to={`/iam/roles/${encodeURIComponent(RoleName)}`}>{RoleName}</Go>,
          },
          { id: 'trusted', header: 'Trusted', cell: ({ AssumeRolePolicyDocument }) => trusted(AssumeRolePolicyDocument) },
          { id: 'created', header: 'Created', cell: ({ CreateDate }) => moment(CreateDate) },
        ]}
      />
      {asking === 'create' && (
        <Dialog
          title="Create role"
          action="Create role"
          ready={name !== ''}
          onClose={() => setAsking(undefined)}
          onSubmit={async () => {
            await iam().send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
            await queries.invalidateQueries({ queryKey: ['role'] });
            navigate(`/iam/roles/${encodeURIComponent(name)}`);
          }}
        >
          <FormField label="Name">
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
          <FormField label="Trust policy" description="Who may take the role: here, Managed Service for Apache Flink.">
            <Textarea
              value={trust}
              rows={14}
              spellcheck={false}
              className="code"
              onChange={({ detail }) => setTrust(detail.value)}
            />
          </FormField>
        </Dialog>
      )}
      {asking === 'delete' && (
        <Confirm
          title={names.length === 1 ? `Delete ${names[0]}?` : `Delete ${names.length} roles?`}
          action="Delete"
          word="delete"
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            for (const each of names) await removeRole(each);
            setChosen([]);
            notice('success', names.length === 1 ? `${names[0]} is gone` : `${names.length} roles are gone`);
            await queries.invalidateQueries({ queryKey: ['role'] });
          }}
        >
          Their inline policies go with them. Applications that run as one lose their rights at once.
        </Confirm>
      )}
    </>
  );
}
