import {
  type AccessKey,
  type AccessKeyMetadata,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'wouter';
import { refused } from '../../app/notices.tsx';
import { Copied, Facts } from '../../components/facts.tsx';
import { moment } from '../../components/format.ts';
import { named } from '../../components/named.ts';
import { ResourceTable } from '../../components/resource-table.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Empty, Loading, Problem } from '../../components/states.tsx';
import { Granted } from './granted.tsx';
import { iam, useUser } from './queries.ts';

export function UserPage() {
  const { user: coded = '' } = useParams<{ user: string }>();
  const UserName = named(coded);
  const queries = useQueryClient();
  const { data, error, refetch } = useUser(UserName);
  const [chosen, setChosen] = useState<readonly AccessKeyMetadata[]>([]);
  const [fresh, setFresh] = useState<AccessKey>();
  const may = useRights('user', UserName);
  const again = () => queries.invalidateQueries({ queryKey: ['user', UserName] });
  if (error) return <Problem what={`${UserName} cannot be shown`} thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const [key] = chosen;
  const act = (what: string, done: Promise<unknown>) =>
    void done.then(
      () => {
        setChosen([]);
        return again();
      },
      (thrown) => refused(what, thrown),
    );
  const create = async () => {
    const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName }));
    setFresh(AccessKey);
  };
  const activity = key?.Status === 'Active' ? 'Inactive' : 'Active';
  return (
    <ContentLayout header={<Header variant="h1">{UserName}</Header>}>
      <SpaceBetween size="l">
        {fresh && (
          <Alert
            type="success"
            dismissible
            dismissAriaLabel="Close"
            header="The secret is shown this once"
            onDismiss={() => setFresh(undefined)}
          >
            <Facts
              columns={2}
              facts={{
                'Access key ID': <Copied text={fresh.AccessKeyId} />,
                'Secret access key': <Copied text={fresh.SecretAccessKey} />,
              }}
            />
          </Alert>
        )}
        <ResourceTable<AccessKeyMetadata>
          title="Access keys"
          noun="access key"
          items={data.keys}
          idOf={({ AccessKeyId = '' }) => AccessKeyId}
          selection="single"
          selected={chosen}
          onSelect={setChosen}
          empty={<Empty title="No access keys" />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                {...unless(may('UpdateAccessKey'), key !== undefined)}
                onClick={() =>
                  act(
                    'The key was not changed',
                    iam().send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId, Status: activity })),
                  )
                }
              >
                {activity === 'Active' ? 'Activate' : 'Deactivate'}
              </Button>
              <Button
                {...unless(may('DeleteAccessKey'), key !== undefined)}
                onClick={() =>
                  act(
                    'The key was not deleted',
                    iam().send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId })),
                  )
                }
              >
                Delete
              </Button>
              <Button {...unless(may('CreateAccessKey'))} onClick={() => act('No key was created', create())}>
                Create access key
              </Button>
            </SpaceBetween>
          }
          columns={[
            { id: 'id', header: 'Access key ID', isRowHeader: true, cell: ({ AccessKeyId }) => AccessKeyId },
            { id: 'status', header: 'Status', cell: ({ Status }) => Status },
            { id: 'created', header: 'Created', cell: ({ CreateDate }) => moment(CreateDate) },
          ]}
        />
        <Granted
          of="User"
          may={may}
          attached={data.attached}
          inline={data.inline}
          onAttach={async (PolicyArn) => {
            await iam().send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
            await again();
          }}
          onDetach={async (PolicyArn) => {
            await iam().send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
            await again();
          }}
          onPut={async (PolicyName, PolicyDocument) => {
            await iam().send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
            await again();
          }}
          onDelete={async (PolicyName) => {
            await iam().send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
            await again();
          }}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
