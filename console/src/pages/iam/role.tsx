import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { Confirm } from '../../components/confirm.tsx';
import { Copied, Facts } from '../../components/facts.tsx';
import { moment } from '../../components/format.ts';
import { named } from '../../components/named.ts';
import { PolicyEditor } from '../../components/policy-editor.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { Granted } from './granted.tsx';
import { iam, useRole } from './queries.ts';
import { removeRole } from './remove.ts';

export function RolePage() {
  const { role: coded = '' } = useParams<{ role: string }>();
  const RoleName = named(coded);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { data, error, refetch } = useRole(RoleName);
  const [deleting, setDeleting] = useState(false);
  const may = useRights('role', RoleName);
  const again = () => queries.invalidateQueries({ queryKey: ['role'] });
  if (error) return <Problem what={`${RoleName} cannot be shown`} thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { role, trust, attached, inline } = data;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={() => navigate(`/iam/simulator?principal=${encodeURIComponent(role?.Arn ?? '')}`)}>
                Simulate
              </Button>
              <Button {...unless(may('DeleteRole'))} onClick={() => setDeleting(true)}>
                Delete
              </Button>
            </SpaceBetween>
          }
        >
          {RoleName}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <Facts
            facts={{
              ARN: <Copied text={role?.Arn} />,
              Created: moment(role?.CreateDate),
              'Last used': role?.RoleLastUsed?.LastUsedDate ? moment(role.RoleLastUsed.LastUsedDate) : '–',
              Description: role?.Description || '–',
              'Session lasts': `${(role?.MaxSessionDuration ?? 3600) / 3600} h at most`,
              'Permissions boundary': role?.PermissionsBoundary?.PermissionsBoundaryArn,
            }}
          />
        </Container>
        <Granted
          of="Role"
          may={may}
          attached={attached}
          inline={inline}
          onAttach={async (PolicyArn) => {
            await iam().send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
            await again();
          }}
          onDetach={async (PolicyArn) => {
            await iam().send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
            await again();
          }}
          onPut={async (PolicyName, PolicyDocument) => {
            await iam().send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
            await again();
          }}
          onDelete={async (PolicyName) => {
            await iam().send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
            await again();
          }}
        />
        <PolicyEditor
          key={trust}
          title="Trust policy"
          document={trust}
          allowed={may('UpdateAssumeRolePolicy')}
          onSave={async (PolicyDocument) => {
            await iam().send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
            await again();
          }}
        />
      </SpaceBetween>
      {deleting && (
        <Confirm
          title={`Delete ${RoleName}?`}
          action="Delete"
          word={RoleName}
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await removeRole(RoleName);
            await again();
            navigate('/iam/roles');
          }}
        >
          Its inline policies go with it. Applications that run as it lose their rights at once.
        </Confirm>
      )}
    </ContentLayout>
  );
}
