import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { Checkpoints, JobGraph as Job } from '#shapes/engine';
import { ago, bytes, span, worded } from '../../../components/format.ts';
import { Empty, Loading, Problem } from '../../../components/states.tsx';
import { Failures } from '../job/failures.tsx';
import { JobGraph } from '../job/graph.tsx';
import { NoJob, useCheckpoints, useJob } from '../job/looks.ts';
import { VertexDetails } from '../job/vertex-details.tsx';
import type { TabProps } from '../props.ts';
import { StartProgress, useStart } from './start.tsx';

/** The job that runs, live: what it is made of, what flows through it, and what holds it up. */
export function JobTab({ name }: TabProps) {
  const { data: job, error, refetch } = useJob(name);
  const { data: checkpoints } = useCheckpoints(name);
  const { data: start } = useStart(name);
  const [chosen, setChosen] = useState<string>();
  if (error && !job) return <Problem what="The job cannot be shown" thrown={error} onRetry={() => void refetch()} />;
  if (!job) return <Loading what="Asking Flink" />;
  if (job instanceof NoJob) {
    return (
      <SpaceBetween size="l">
        <Empty title="No job runs">{job.sentence} Run the application, and its job is drawn here.</Empty>
        {start && start.endedAt === undefined && <StartProgress progress={start} />}
      </SpaceBetween>
    );
  }
  const known = checkpoints instanceof NoJob ? undefined : checkpoints;
  const vertex = job.vertices.find(({ id }) => id === chosen) ?? job.vertices[0];
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" info={<State job={job} />} description={about(job)}>
            Job graph
          </Header>
        }
        footer={known && <LastCheckpoint checkpoints={known} />}
      >
        <JobGraph job={job} checkpointing={(known?.counts.inProgress ?? 0) > 0} chosen={vertex?.id} onChoose={setChosen} />
      </Container>
      {vertex && <VertexDetails vertex={vertex} />}
      <Failures name={name} />
    </SpaceBetween>
  );
}

const about = ({ name, startedAt, restarts, versionId }: Job): string =>
  [
    name,
    `version ${versionId}`,
    startedAt === undefined ? undefined : `began ${ago(new Date(startedAt))}`,
    `${restarts} restart${restarts === 1 ? '' : 's'}`,
  ]
    .filter(Boolean)
    .join(' · ');

const State = ({ job: { state } }: { readonly job: Job }) => (
  <StatusIndicator type={state === 'RUNNING' ? 'success' : /FAIL|CANCEL/.test(state) ? 'error' : 'in-progress'}>
    {worded(state)}
  </StatusIndicator>
);

function LastCheckpoint({
  checkpoints: { counts, latestCompleted, latestFailed, history },
}: {
  readonly checkpoints: Checkpoints;
}) {
  const flowing = history.find(({ status }) => status === 'IN_PROGRESS');
  if (flowing) {
    return (
      <StatusIndicator type="in-progress">
        Checkpoint {flowing.id} is on its way: {flowing.ackedSubtasks ?? 0} of {flowing.subtasks ?? '–'} subtasks are done
      </StatusIndicator>
    );
  }
  if (!latestCompleted) return <StatusIndicator type="pending">No checkpoint yet</StatusIndicator>;
  const { id, durationMs, bytes: size, triggeredAt } = latestCompleted;
  const when = triggeredAt === undefined ? '' : ago(new Date(triggeredAt));
  // one that failed before it is history
  const failing = (latestFailed?.id ?? 0) > id;
  return (
    <>
      <StatusIndicator type={failing ? 'warning' : 'success'}>Checkpoint {id}</StatusIndicator> {when},{' '}
      {durationMs === undefined ? '–' : span(durationMs)}, {bytes(size)}
      {counts.failed > 0 && `; ${counts.completed} were completed, ${counts.failed} failed`}
    </>
  );
}
