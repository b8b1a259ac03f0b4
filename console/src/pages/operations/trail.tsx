import { CloudTrailClient, type Event, type LookupAttributeKey, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Toggle from '@cloudscape-design/components/toggle';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { client } from '../../aws/index.ts';
import { moment } from '../../components/format.ts';
import { Picker } from '../../components/picker.tsx';
import { laidOut } from '../../components/policy-editor.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { Verbatim } from '../../components/verbatim.tsx';

const KEYS = [
  { value: '', label: 'All events' },
  { value: 'EventName', label: 'Event name' },
  { value: 'Username', label: 'User name' },
  { value: 'ResourceName', label: 'Resource name' },
  { value: 'EventSource', label: 'Event source' },
  { value: 'AccessKeyId', label: 'Access key ID' },
];

/** Reads are nearly all there is, these pages' own among them: without a wish of his own, a reader is shown what changed something. */
const CHANGES = [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }] as const;

const refusedWith = ({ CloudTrailEvent = '{}' }: Event): string | undefined =>
  (JSON.parse(CloudTrailEvent) as { errorCode?: string }).errorCode;

/** Every call of the last 90 days, the newest first. */
export function Trail() {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [reads, setReads] = useState(false);
  const wanted = useDeferredValue(value);
  const [looking, setLooking] = useState<Event>();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['trail', key, wanted, reads],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      client(CloudTrailClient).send(
        new LookupEventsCommand({
          MaxResults: 50,
          NextToken: pageParam,
          // aws: one attribute at most — API reference, LookupEvents
          ...(key !== '' && wanted !== ''
            ? { LookupAttributes: [{ AttributeKey: key as LookupAttributeKey, AttributeValue: wanted }] }
            : !reads && { LookupAttributes: [...CHANGES] }),
        }),
      ),
    getNextPageParam: ({ NextToken }) => NextToken,
    placeholderData: (before) => before,
  });
  const events = data?.pages.flatMap(({ Events = [] }) => Events).filter(({ ReadOnly }) => reads || ReadOnly !== 'true');
  return (
    <SpaceBetween size="m">
      <ResourceTable<Event>
        title="Audit trail"
        noun="event"
        variant="full-page"
        description="Who did what, from where, and what came of it; of the last 90 days"
        items={events}
        problem={error}
        onRetry={() => void refetch()}
        idOf={({ EventId = '' }) => EventId}
        pageSize={50}
        empty={
          <Empty title={reads ? 'No events' : 'Nothing was changed'}>
            {reads ? 'Calls are written down here a moment after they are made.' : 'Reads too shows what was only looked at.'}
          </Empty>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <Picker label="Look up by" options={KEYS} value={key} onChange={setKey} />
            {key !== '' && (
              <Input value={value} ariaLabel="Value" placeholder="Value" onChange={({ detail }) => setValue(detail.value)} />
            )}
            <Toggle checked={reads} onChange={({ detail }) => setReads(detail.checked)}>
              Reads too
            </Toggle>
            <Button iconName="refresh" ariaLabel="Refresh" onClick={() => void refetch()} />
          </SpaceBetween>
        }
        columns={[
          {
            id: 'name',
            header: 'Event',
            minWidth: 180,
            isRowHeader: true,
            cell: (event) => (
              <Button variant="inline-link" onClick={() => setLooking(event)}>
                {event.EventName}
              </Button>
            ),
          },
          { id: 'at', header: 'Time', cell: ({ EventTime }) => moment(EventTime) },
          {
            id: 'outcome',
            header: 'Outcome',
            cell: (event) => {
              const code = refusedWith(event);
              return <StatusIndicator type={code === undefined ? 'success' : 'error'}>{code ?? 'Done'}</StatusIndicator>;
            },
          },
          { id: 'who', header: 'User', cell: ({ Username }) => Username ?? '–' },
          { id: 'source', header: 'Source', cell: ({ EventSource = '' }) => EventSource.replace(/\.amazonaws\.com$/, '') },
          {
            id: 'what',
            header: 'Resources',
            cell: ({ Resources = [] }) => Resources.map(({ ResourceName }) => ResourceName).join(', ') || '–',
          },
        ]}
      />
      {hasNextPage && (
        <Box textAlign="center">
          <Button loading={isFetching} onClick={() => void fetchNextPage()}>
            Older events
          </Button>
        </Box>
      )}
      {looking && (
        <Modal visible size="large" header={looking.EventName} closeAriaLabel="Close" onDismiss={() => setLooking(undefined)}>
          <Verbatim className="preview" label="The event" text={laidOut(looking.CloudTrailEvent ?? '')} />
        </Modal>
      )}
    </SpaceBetween>
  );
}
