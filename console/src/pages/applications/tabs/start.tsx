import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Steps from '@cloudscape-design/components/steps';
import { useQuery } from '@tanstack/react-query';
import type { Progress, Step } from '#shapes/engine';
import { AwsFault, own } from '../../../aws/index.ts';
import { ago, span } from '../../../components/format.ts';

const WORDS: Readonly<Record<Step, string>> = {
  savepoint: 'State is written down',
  stopped: 'The old job has stopped',
  runtime: 'Flink is here',
  code: 'The code is fetched',
  processes: 'Processes are started',
  'job-manager': 'The JobManager answers',
  'task-managers': 'The TaskManagers are registered',
  job: 'The job is submitted',
  running: 'Every task runs',
};
const KINDS: Readonly<Record<Progress['kind'], string>> = {
  start: 'Start',
  update: 'Update',
  rollback: 'Rollback',
  scale: 'Scaling',
  maintenance: 'Maintenance',
  recovery: 'Recovery',
};

export const useStart = (name: string) =>
  useQuery({
    queryKey: ['start', name],
    queryFn: async (): Promise<Progress | null> => {
      try {
        return await own<Progress>(`applications/${encodeURIComponent(name)}/start`);
      } catch (thrown) {
        if (thrown instanceof AwsFault && thrown.status === 404) return null;
        throw thrown;
      }
    },
  });

/** How a start got on, step by step, with the time each took. */
export function StartProgress({ progress }: { readonly progress: Progress }) {
  const { kind, beganAt, steps, phase, endedAt, failure } = progress;
  let before = beganAt;
  const done = steps.map(({ step, at }) => {
    const took = at - before;
    before = at;
    return { status: 'success' as const, header: WORDS[step], details: span(took) };
  });
  const rest =
    failure !== undefined
      ? [{ status: 'error' as const, header: 'Failed', details: failure }]
      : endedAt === undefined
        ? [{ status: 'in-progress' as const, header: phase ?? 'Going on', details: ' ' }]
        : [];
  const took = endedAt === undefined ? undefined : span(endedAt - beganAt);
  return (
    <Container
      header={
        <Header variant="h2" description={`${ago(new Date(beganAt))}${took === undefined ? '' : `, took ${took}`}`}>
          {KINDS[kind]}
        </Header>
      }
    >
      {done.length + rest.length > 0 ? (
        <Steps ariaLabel="Steps" steps={[...done, ...rest]} />
      ) : (
        <Box color="text-body-secondary">It has only just begun.</Box>
      )}
    </Container>
  );
}
