import { CreatePolicyVersionCommand, type PolicyVersion, SetDefaultPolicyVersionCommand } from '@aws-sdk/client-iam';
import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { crumb } from '../../app/crumbs.tsx';
import { refused } from '../../app/notices.tsx';
import { moment } from '../../components/format.ts';
import { named } from '../../components/named.ts';
import { PolicyEditor } from '../../components/policy-editor.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { iam, usePolicy } from './queries.ts';

export function PolicyPage() {
  const { arn = '' } = useParams<{ arn: string }>();
  const PolicyArn = named(arn);
  const queries = useQueryClient();
  const { data, error, refetch } = usePolicy(PolicyArn);
  const may = useRights('policy', PolicyArn);
  const again = () => queries.invalidateQueries({ queryKey: ['policy', PolicyArn] });
  if (error) return <Problem what="The policy cannot be shown" thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  crumb(data.policy?.PolicyName);
  const own = !PolicyArn.includes('::aws:');
  const choose = (VersionId: string | undefined) =>
    void iam()
      .send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }))
      .then(again, (thrown) => refused('The version was not set', thrown));
  return (
    <ContentLayout header={<Header variant="h1">{data.policy?.PolicyName}</Header>}>
      <SpaceBetween size="l">
        <PolicyEditor
          key={data.document}
          title={`Policy, ${data.policy?.DefaultVersionId ?? ''}`}
          document={data.document}
          allowed={may('CreatePolicyVersion')}
          {...(own && {
            onSave: async (PolicyDocument: string) => {
              await iam().send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
              await again();
            },
          })}
        />
        <ResourceTable<PolicyVersion>
          title="Versions"
          noun="version"
          items={data.versions}
          idOf={({ VersionId = '' }) => VersionId}
          columns={[
            { id: 'id', header: 'Version', isRowHeader: true, cell: ({ VersionId }) => VersionId },
            { id: 'created', header: 'Created', cell: ({ CreateDate }) => moment(CreateDate) },
            {
              id: 'default',
              header: 'In force',
              cell: ({ IsDefaultVersion, VersionId }) =>
                IsDefaultVersion ? (
                  <Badge color="green">in force</Badge>
                ) : (
                  <Button variant="inline-link" {...unless(may('SetDefaultPolicyVersion'))} onClick={() => choose(VersionId)}>
                    Put in force
                  </Button>
                ),
            },
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
