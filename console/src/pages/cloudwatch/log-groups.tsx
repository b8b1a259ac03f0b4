import { CreateLogGroupCommand, DeleteLogGroupCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { bytes, moment } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { ResourcePage } from '../../components/resource-page.tsx';
import { logs, useLogGroups } from './queries.ts';

export function LogGroups() {
  return (
    <ResourcePage<LogGroup>
      title="Log groups"
      noun="log group"
      kind="log-group"
      operations={{ create: 'CreateLogGroup', remove: 'DeleteLogGroup' }}
      list={useLogGroups()}
      nameOf={({ logGroupName = '' }) => logGroupName}
      about="An application writes into the group that its logging names."
      create={{ submit: (logGroupName) => logs().send(new CreateLogGroupCommand({ logGroupName })) }}
      remove={{
        type: 'delete',
        warning: 'Its events are gone for good.',
        submit: async (groups) => {
          for (const { logGroupName } of groups) await logs().send(new DeleteLogGroupCommand({ logGroupName }));
        },
      }}
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
  );
}
