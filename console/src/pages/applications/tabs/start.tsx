import './start.css';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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

/** How a start got on: each step with the time it took, drawn against the whole. */
export function StartProgress({ progress }: { readonly progress: Progress }) {
  const { kind, beganAt, steps, phase, endedAt, failure } = progress;
  const going = endedAt === undefined && failure === undefined;
  const now = useNow(going);
  const over = endedAt ?? Math.max(now, steps.at(-1)?.at ?? beganAt);
  const last = steps.at(-1)?.at ?? beganAt;
  const spans = steps.map(({ step, at }, i) => ({ step, from: steps[i - 1]?.at ?? beganAt, to: at }));
  const place = (from: number, to: number) => {
    const whole = Math.max(1, over - beganAt);
    return { insetInlineStart: `${((from - beganAt) / whole) * 100}%`, inlineSize: `${((to - from) / whole) * 100}%` };
  };
  const took = endedAt === undefined ? '' : `, took ${span(endedAt - beganAt)}`;
  return (
    <Container
      header={
        <Header variant="h2" description={`${ago(new Date(beganAt))}${took}`}>
          {KINDS[kind]}
        </Header>
      }
    >
      <ol className="start" aria-label="Steps">
        {spans.map(({ step, from, to }) => (
          <li key={step}>
            <StatusIndicator>{WORDS[step]}</StatusIndicator>
            <span className="track" aria-hidden="true">
              <span className="took" style={place(from, to)} />
            </span>
            <span className="span">{span(to - from)}</span>
          </li>
        ))}
        {(going || failure !== undefined) && (
          <li>
            <StatusIndicator type={going ? 'in-progress' : 'error'}>
              {going
                ? phase === undefined
                  ? 'It has only just begun'
                  : phase.charAt(0).toUpperCase() + phase.slice(1)
                : 'Failed'}
            </StatusIndicator>
            <span className="track" aria-hidden="true">
              <span className={`took ${going ? 'going' : 'failed'}`} style={place(last, over)} />
            </span>
            <span className="span">{going ? span(Math.max(0, over - last)) : ' '}</span>
          </li>
        )}
      </ol>
      {failure !== undefined && <Box padding={{ top: 's' }}>{failure}</Box>}
    </Container>
  );
}

/** The time, told anew twice a second while something is timed. */
function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
