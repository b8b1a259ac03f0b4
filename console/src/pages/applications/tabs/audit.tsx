import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import Toggle from '@cloudscape-design/components/toggle';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../aws/index.ts';
import { ago, moment } from '../../../components/format.ts';
import { Empty, Problem } from '../../../components/states.tsx';
import type { TabProps } from '../props.ts';

interface Told {
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly sourceIPAddress?: string;
}

/** Pages of events that are looked through; these very pages ask a lot, and what changed is found among it. */
const PAGES = 4;
/** CloudTrail is asked twice a second at most. */
const PAUSE_MS = 600;

async function eventsOf(name: string) {
  const events = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    if (page > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const answer: LookupEventsCommandOutput = await client(CloudTrailClient).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name }],
        MaxResults: 50,
        NextToken,
      }),
    );
    for (const event of answer.Events ?? []) {
      events.push({ ...event, told: JSON.parse(event.CloudTrailEvent ?? '{}') as Told });
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return events;
}

/** Who did what to the application, as CloudTrail has it. */
export function Audit({ name }: TabProps) {
  const [reads, setReads] = useState(false);
  const {
    data = [],
    isPending,
    error,
    refetch,
    isFetching,
  } = useQuery({
    // every change of the application is a call that is written down
    queryKey: ['application', 'audit', name],
    queryFn: () => eventsOf(name),
  });
  if (error) return <Problem what="Events cannot be looked up" thrown={error} onRetry={() => void refetch()} />;
  return (
    <Table
      items={reads ? data : data.filter(({ ReadOnly }) => ReadOnly !== 'true')}
      trackBy="EventId"
      loading={isPending}
      loadingText="Loading events"
      wrapLines
      ariaLabels={{ tableLabel: 'Audit trail' }}
      header={
        <Header
          description="Who changed the application, among its newest calls"
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Toggle checked={reads} onChange={({ detail }) => setReads(detail.checked)}>
                Reads too
              </Toggle>
              <Button iconName="refresh" ariaLabel="Refresh" loading={isFetching} onClick={() => void refetch()} />
            </SpaceBetween>
          }
        >
          Audit trail
        </Header>
      }
      empty={<Empty title="No calls are written down for it" />}
      columnDefinitions={[
        { id: 'name', header: 'Call', isRowHeader: true, minWidth: 180, cell: ({ EventName }) => EventName },
        {
          id: 'at',
          header: 'When',
          minWidth: 140,
          cell: ({ EventTime }) => <span title={moment(EventTime)}>{ago(EventTime)}</span>,
        },
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
