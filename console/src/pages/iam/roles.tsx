import { CreateRoleCommand, type Role } from '@aws-sdk/client-iam';
import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourcePage } from '../../components/resource-page.tsx';
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
  const [, navigate] = useLocation();
  const [trust, setTrust] = useState(TRUST);
  return (
    <ResourcePage<Role>
      title="Roles"
      noun="role"
      kind="role"
      operations={{ create: 'CreateRole', remove: 'DeleteRole' }}
      list={useRoles()}
      nameOf={({ RoleName = '' }) => RoleName}
      textOf={({ RoleName = '', AssumeRolePolicyDocument }) => `${RoleName} ${trusted(AssumeRolePolicyDocument)}`}
      about="An application runs as a role: what it may do is what the role may."
      create={{
        submit: async (RoleName) => {
          await iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
          navigate(`/iam/roles/${encodeURIComponent(RoleName)}`);
        },
        more: (
          <FormField label="Trust policy" description="Who may take the role: here, Managed Service for Apache Flink.">
            <Textarea
              value={trust}
              rows={14}
              spellcheck={false}
              className="code"
              onChange={({ detail }) => setTrust(detail.value)}
            />
          </FormField>
        ),
      }}
      remove={{
        type: 'delete',
        warning: 'Inline policies go with it. Applications that run as it lose their rights at once.',
        submit: async (roles) => {
          for (const { RoleName = '' } of roles) await removeRole(RoleName);
        },
      }}
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
  );
}
