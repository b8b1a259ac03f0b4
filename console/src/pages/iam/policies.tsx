import { CreatePolicyCommand, type Policy } from '@aws-sdk/client-iam';
import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { Go } from '../../components/go.tsx';
import { ResourcePage } from '../../components/resource-page.tsx';
import { iam, usePolicies } from './queries.ts';
import { removePolicy } from './remove.ts';

const DRAFT = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [], Resource: '*' }] },
  undefined,
  2,
);

export function Policies() {
  const [scope, setScope] = useState<'Local' | 'AWS'>('Local');
  const [text, setText] = useState(DRAFT);
  return (
    <ResourcePage<Policy>
      title="Policies"
      noun="policy"
      kind="policy"
      operations={{ create: 'CreatePolicy', remove: 'DeletePolicy' }}
      list={usePolicies(scope)}
      nameOf={({ PolicyName = '' }) => PolicyName}
      idOf={({ Arn = '' }) => Arn}
      textOf={({ PolicyName = '' }) => PolicyName}
      selection="single"
      about="A managed policy is written once, and attached to many roles and users."
      actions={(_, unchoose) => (
        <SegmentedControl
          label="Whose policies"
          selectedId={scope}
          options={[
            { id: 'Local', text: 'Own' },
            { id: 'AWS', text: 'AWS managed' },
          ]}
          onChange={({ detail }) => {
            unchoose();
            setScope(detail.selectedId as 'Local' | 'AWS');
          }}
        />
      )}
      create={{
        submit: (PolicyName) => iam().send(new CreatePolicyCommand({ PolicyName, PolicyDocument: text })),
        more: (
          <FormField label="Policy">
            <Textarea
              value={text}
              rows={14}
              spellcheck={false}
              className="code"
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        ),
      }}
      remove={{
        type: 'name',
        allowed: scope === 'Local',
        warning: 'A policy that is attached stays; detach it first.',
        submit: async (policies) => {
          for (const { Arn = '' } of policies) await removePolicy(Arn);
        },
      }}
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
  );
}
