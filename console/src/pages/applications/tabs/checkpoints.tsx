import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { CheckpointEntry } from '#shapes/engine';
import { Facts } from '../../../components/facts.tsx';
import { ago, bytes, moment, span, worded } from '../../../components/format.ts';
import { Empty, Loading, Problem } from '../../../components/states.tsx';
import { NoJob, useCheckpoint, useCheckpoints, useJob } from '../job/looks.ts';
import type { TabProps } from '../props.ts';

const TYPES: Readonly<Record<CheckpointEntry['status'], StatusIndicatorProps.Type>> = {
  IN_PROGRESS: 'in-progress',
  COMPLETED: 'success',
  FAILED: 'error',
  UNKNOWN: 'pending',
};

const took = (ms: number | undefined): string => (ms === undefined ? '–' : span(ms));

/** How the job's state is kept: counts, sizes and times, the last checkpoints, and what each task had to do with one. */
export function CheckpointsTab({ name }: TabProps) {
  const { data, error, refetch } = useCheckpoints(name);
  const [chosen, setChosen] = useState<CheckpointEntry>();
  if (error && !data) return <Problem what="Checkpoints cannot be shown" thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="Asking Flink" />;
  if (data instanceof NoJob) return <Empty title="No job runs">{data.sentence}</Empty>;
  const { counts, durationMs, bytes: size, restored, latestFailed, history } = data;
  const shown = chosen ?? history.find(({ status }) => status === 'COMPLETED');
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Checkpoints of this run</Header>}>
        <Facts
          columns={4}
          facts={{
            Completed: counts.completed,
            'In progress': counts.inProgress,
            Failed: counts.failed,
            'Restored from':
              restored === undefined ? 'nothing' : `${restored.savepoint ? 'snapshot' : 'checkpoint'} ${restored.id}`,
            'Time, mean': took(durationMs?.mean),
            'Time, at most': took(durationMs?.max),
            'State, mean': bytes(size?.mean),
            'State, at most': bytes(size?.max),
          }}
        />
        {latestFailed?.failure !== undefined && (
          <Box padding={{ top: 's' }}>
            <StatusIndicator type="error">
              Checkpoint {latestFailed.id} failed: {latestFailed.failure}
            </StatusIndicator>
          </Box>
        )}
      </Container>
      <Table
        items={history}
        trackBy="id"
        selectionType="single"
        selectedItems={chosen ? history.filter(({ id }) => id === chosen.id) : []}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0])}
        ariaLabels={{
          tableLabel: 'Checkpoints',
          itemSelectionLabel: (_, { id }) => `Checkpoint ${id}`,
          selectionGroupLabel: 'Checkpoint',
        }}
        wrapLines
        header={
          <Header
            counter={`(${history.length})`}
            description="As many as Flink remembers. Choose one to see each task's part of it; the newest is shown otherwise."
          >
            History
          </Header>
        }
        empty={<Empty title="No checkpoint yet">The first one comes when its interval is over.</Empty>}
        columnDefinitions={[
          {
            id: 'id',
            header: 'Checkpoint',
            isRowHeader: true,
            cell: ({ id, savepoint }) => `${id}${savepoint ? ' (snapshot)' : ''}`,
          },
          {
            id: 'status',
            header: 'Status',
            minWidth: 130,
            cell: ({ status, failure }) => <StatusIndicator type={TYPES[status]}>{failure ?? worded(status)}</StatusIndicator>,
          },
          {
            id: 'began',
            header: 'Began',
            minWidth: 130,
            cell: ({ triggeredAt: at }) =>
              at === undefined ? '–' : <span title={moment(new Date(at))}>{ago(new Date(at))}</span>,
          },
          { id: 'took', header: 'Took', cell: ({ durationMs: ms }) => took(ms) },
          { id: 'state', header: 'State', cell: (each) => bytes(each.bytes) },
          { id: 'written', header: 'Written', cell: ({ checkpointedBytes }) => bytes(checkpointedBytes) },
          {
            id: 'acked',
            header: 'Subtasks',
            cell: ({ subtasks, ackedSubtasks }) => `${ackedSubtasks ?? '–'} of ${subtasks ?? '–'}`,
          },
        ]}
      />
      {shown && <Parts name={name} checkpoint={shown} />}
    </SpaceBetween>
  );
}

function Parts({ name, checkpoint: { id } }: { readonly name: string; readonly checkpoint: CheckpointEntry }) {
  const { data, error } = useCheckpoint(name, id);
  const { data: job } = useJob(name);
  const nameOf = (vertex: string) =>
    job instanceof NoJob ? vertex : (job?.vertices.find((each) => each.id === vertex)?.name ?? vertex);
  if (error) return <Problem what={`Checkpoint ${id} cannot be shown`} thrown={error} />;
  const all = (data?.vertices ?? []).reduce((sum, part) => sum + (part.bytes ?? 0), 0);
  return (
    <Table
      items={data?.vertices ?? []}
      trackBy="id"
      loading={!data}
      loadingText="Asking Flink"
      wrapLines
      ariaLabels={{ tableLabel: `Tasks of checkpoint ${id}` }}
      header={
        <Header description="What each task of the job keeps, and how long it took to write it down">
          State of checkpoint {id}, by task
        </Header>
      }
      columnDefinitions={[
        { id: 'task', header: 'Task', isRowHeader: true, cell: (part) => nameOf(part.id) },
        { id: 'took', header: 'Took', cell: ({ durationMs }) => took(durationMs) },
        { id: 'state', header: 'State', cell: (part) => <Part of={part.bytes} all={all} /> },
        { id: 'written', header: 'Written', cell: ({ checkpointedBytes }) => bytes(checkpointedBytes) },
        { id: 'acked', header: 'Subtasks', cell: ({ subtasks, ackedSubtasks }) => `${ackedSubtasks} of ${subtasks}` },
      ]}
    />
  );
}

/** A size, and how much of all of it that is. */
const Part = ({ of, all }: { readonly of: number | undefined; readonly all: number }) => (
  <span className="part">
    {bytes(of)}
    <span className="part-track" aria-hidden="true">
      <span className="part-fill" style={{ inlineSize: `${all > 0 ? ((of ?? 0) / all) * 100 : 0}%` }} />
    </span>
  </span>
);
