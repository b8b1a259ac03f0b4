import { CreatePolicyCommand, type Policy } from '@aws-sdk/client-iam';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Go } from '../../components/go.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { iam, usePolicies } from './queries.ts';
import { removePolicy } from './remove.ts';

const DRAFT = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [], Resource: '*' }] },
  undefined,
  2,
);

export function Policies() {
  const [scope, setScope] = useState<'Local' | 'AWS'>('Local');
  const { data, error, refetch } = usePolicies(scope);
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly Policy[]>([]);
  const [asking, setAsking] = useState<'create' | 'delete'>();
  const [name, setName] = useState('');
  const [text, setText] = useState(DRAFT);
  const again = () => queries.invalidateQueries({ queryKey: ['policy'] });
  const [one] = chosen;
  return (
    <>
      <ResourceTable<Policy>
        title="Policies"
        noun="policy"
        variant="full-page"
        items={data}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ Arn = '' }) => Arn}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        textOf={({ PolicyName = '' }) => PolicyName}
        empty={<Empty title="No policies">A managed policy is written once, and attached to many roles and users.</Empty>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <SegmentedControl
              label="Whose policies"
              selectedId={scope}
              options={[
                { id: 'Local', text: 'Own' },
                { id: 'AWS', text: 'AWS managed' },
              ]}
              onChange={({ detail }) => {
                setChosen([]);
                setScope(detail.selectedId as 'Local' | 'AWS');
              }}
            />
            <Button disabled={!one || scope === 'AWS'} onClick={() => setAsking('delete')}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setAsking('create')}>
              Create policy
            </Button>
          </SpaceBetween>
        }
        columns={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            sortingField: 'PolicyName',
            cell: ({ PolicyName, Arn = '' }) => <Go to={`/iam/policies/${encodeURIComponent(Arn)}`}>{PolicyName}</Go>,
          },
          {
            id: 'attached',
            header: 'Attached to',
            sortingField: 'AttachmentCount',
            cell: ({ AttachmentCount }) => AttachmentCount ?? 0,
          },
          { id: 'arn', header: 'ARN', cell: ({ Arn }) => Arn },
        ]}
      />
      {asking === 'create' && (
        <Dialog
          title="Create policy"
          action="Create policy"
          ready={name !== ''}
          onClose={() => setAsking(undefined)}
          onSubmit={async () => {
            await iam().send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: text }));
            await again();
          }}
        >
          <FormField label="Name">
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
          <FormField label="Policy">
            <Textarea
              value={text}
              rows={14}
              spellcheck={false}
              className="code"
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        </Dialog>
      )}
      {asking === 'delete' && one && (
        <Confirm
          title={`Delete ${one.PolicyName}?`}
          action="Delete"
          word={one.PolicyName ?? 'delete'}
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            await removePolicy(one.Arn ?? '');
            setChosen([]);
            await again();
          }}
        >
          A policy that is attached stays; detach it first.
        </Confirm>
      )}
    </>
  );
}
