import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Overview } from '#shapes/console';
import { own } from '../../aws/index.ts';
import { ago, bytes } from '../../components/format.ts';
import { Go } from '../../components/go.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { Guide } from './guide.tsx';
import { RunningList } from './running-list.tsx';

const KINDS: readonly (readonly [kind: string, label: string, path: string])[] = [
  ['application', 'Applications', '/applications'],
  ['stream', 'Data streams', '/kinesis'],
  ['bucket', 'Buckets', '/s3'],
  ['role', 'Roles', '/iam/roles'],
  ['alarm', 'Alarms', '/cloudwatch/alarms'],
  ['log-group', 'Log groups', '/cloudwatch/logs'],
];

/** Words that need another beside a number; the rest are said as they are. */
const SAID: Readonly<Record<string, string>> = { ALARM: 'in alarm', OK: 'OK', INSUFFICIENT_DATA: 'without data' };

const states = (of: Readonly<Record<string, number>> | undefined): string =>
  Object.entries(of ?? {})
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${SAID[state] ?? state.toLowerCase().replaceAll('_', ' ')}`)
    .join(', ');

/** The state of everything, and the way in for whoever has nothing yet. */
export function Home() {
  const [, navigate] = useLocation();
  const { data, error, refetch } = useQuery({
    queryKey: ['overview'],
    queryFn: () => own<Overview>('overview'),
    refetchInterval: 30_000,
  });
  const may = useRights('application');
  if (error) return <Problem what="The overview cannot be shown" thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="Looking around" />;
  const applications = data.counts['application']?.total ?? 0;
  const shown = KINDS.flatMap(([kind, label, path]) => {
    const count = data.counts[kind];
    return count ? [{ label, count, path }] : [];
  });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={`Version ${data.version}, started ${ago(new Date(data.startedAt))}, in ${bytes(data.residentBytes)} of memory`}
          actions={
            <Button variant="primary" {...unless(may('CreateApplication'))} onClick={() => navigate('/applications/create')}>
              Create application
            </Button>
          }
        >
          Millrace
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">In this account and region</Header>}>
          <KeyValuePairs
            columns={3}
            items={shown.map(({ label, count, path }) => ({
              label: <Go to={path}>{label}</Go>,
              value: (
                <>
                  <Box variant="awsui-value-large">{count.total}</Box>
                  <Box color="text-body-secondary" fontSize="body-s">
                    {states(count.states) || ' '}
                  </Box>
                </>
              ),
            }))}
          />
        </Container>
        {applications > 0 && <RunningList />}
        <Guide counts={data.counts} />
      </SpaceBetween>
    </ContentLayout>
  );
}
