import { DescribeApplicationOperationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { ago, moment, span } from '../../../components/format.ts';
import { Empty, Problem } from '../../../components/states.tsx';
import type { TabProps } from '../props.ts';
import { analytics, useOperations } from '../queries.ts';
import { Status } from '../status.tsx';

/** Why an operation failed: asked only for those that did. */
function Why({ name, id }: { readonly name: string; readonly id: string }) {
  const { data } = useQuery({
    queryKey: ['operation', name, id],
    queryFn: () => analytics().send(new DescribeApplicationOperationCommand({ ApplicationName: name, OperationId: id })),
  });
  const failure = data?.ApplicationOperationInfoDetails?.OperationFailureDetails;
  return (
    <Box fontSize="body-s" color="text-body-secondary">
      {failure?.ErrorInfo?.ErrorString ?? ''}
    </Box>
  );
}

/** What was done to the application, the newest first. */
export function Operations({ name }: TabProps) {
  const { data = [], isPending, error, refetch } = useOperations(name);
  if (error) return <Problem what="Operations cannot be listed" thrown={error} onRetry={() => void refetch()} />;
  const items = [...data].sort((a, b) => (b.StartTime?.getTime() ?? 0) - (a.StartTime?.getTime() ?? 0));
  return (
    <Table
      items={items}
      trackBy="OperationId"
      loading={isPending}
      loadingText="Loading operations"
      wrapLines
      ariaLabels={{ tableLabel: 'Operations' }}
      header={<Header counter={`(${items.length})`}>Operations</Header>}
      empty={<Empty title="Nothing has been done yet">Run the application, and it is written down here.</Empty>}
      columnDefinitions={[
        { id: 'operation', header: 'Operation', isRowHeader: true, cell: ({ Operation }) => Operation },
        {
          id: 'status',
          header: 'Status',
          cell: ({ OperationStatus, OperationId = '' }) => (
            <>
              <Status of={OperationStatus} />
              {OperationStatus === 'FAILED' && <Why name={name} id={OperationId} />}
            </>
          ),
        },
        {
          id: 'began',
          header: 'Began',
          minWidth: 130,
          cell: ({ StartTime }) => <span title={moment(StartTime)}>{ago(StartTime)}</span>,
        },
        {
          id: 'took',
          header: 'Took',
          cell: ({ StartTime, EndTime, OperationStatus }) =>
            StartTime && EndTime && OperationStatus !== 'IN_PROGRESS' ? span(EndTime.getTime() - StartTime.getTime()) : '–',
        },
        { id: 'id', header: 'Operation ID', cell: ({ OperationId }) => <Box variant="code">{OperationId}</Box> },
      ]}
    />
  );
}
