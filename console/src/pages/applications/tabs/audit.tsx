import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../../aws/index.ts';
import { ago, moment } from '../../../components/format.ts';
import { Empty, Problem } from '../../../components/states.tsx';
import type { TabProps } from '../tabs.ts';

interface Told {
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly sourceIPAddress?: string;
}

/** Who did what to the application, as CloudTrail has it. */
export function Audit({ name }: TabProps) {
  const {
    data = [],
    isPending,
    error,
    refetch,
    isFetching,
  } = useQuery({
    // every change of the application is a call that is written down
    queryKey: ['application', 'audit', name],
    queryFn: async () => {
      const { Events = [] } = await client(CloudTrailClient).send(
        new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name }], MaxResults: 50 }),
      );
      return Events.map((event) => ({ ...event, told: JSON.parse(event.CloudTrailEvent ?? '{}') as Told }));
    },
  });
  if (error) return <Problem what="Events cannot be looked up" thrown={error} onRetry={() => void refetch()} />;
  return (
    <Table
      items={data}
      trackBy="EventId"
      loading={isPending}
      loadingText="Loading events"
      wrapLines
      ariaLabels={{ tableLabel: 'Audit trail' }}
      header={
        <Header
          description="The newest 50 calls that name the application"
          actions={<Button iconName="refresh" ariaLabel="Refresh" loading={isFetching} onClick={() => void refetch()} />}
        >
          Audit trail
        </Header>
      }
      empty={<Empty title="No calls are written down for it" />}
      columnDefinitions={[
        { id: 'name', header: 'Call', isRowHeader: true, cell: ({ EventName }) => EventName },
        { id: 'at', header: 'When', cell: ({ EventTime }) => <span title={moment(EventTime)}>{ago(EventTime)}</span> },
        { id: 'who', header: 'Who', cell: ({ Username }) => Username ?? '–' },
        { id: 'from', header: 'From', cell: ({ told }) => told.sourceIPAddress ?? '–' },
        {
          id: 'answer',
          header: 'Answer',
          cell: ({ told }) =>
            told.errorCode === undefined ? (
              <StatusIndicator>Done</StatusIndicator>
            ) : (
              <>
                <StatusIndicator type="error">{told.errorCode}</StatusIndicator>
                <Box fontSize="body-s" color="text-body-secondary">
                  {told.errorMessage}
                </Box>
              </>
            ),
        },
      ]}
    />
  );
}
