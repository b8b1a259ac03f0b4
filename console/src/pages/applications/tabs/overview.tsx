import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Bill } from '#shapes/cost';
import { session } from '../../../aws/index.ts';
import { Copied } from '../../../components/facts.tsx';
import { ago, moment } from '../../../components/format.ts';
import { Go } from '../../../components/go.tsx';
import { money, useCost } from '../../operations/bill.ts';
import type { TabProps } from '../props.ts';
import { useApplication } from '../queries.ts';
import { kpus, runtimeName, Status } from '../status.tsx';
import { StartProgress, useStart } from './start.tsx';

const RESTORES: Readonly<Record<string, string>> = {
  RESTORE_FROM_LATEST_SNAPSHOT: 'The latest snapshot',
  SKIP_RESTORE_FROM_SNAPSHOT: 'Empty state',
};

/** At AWS's prices: what the application has used since the first of the month, and what the month comes to as it runs now. */
function useCosts(name: string): { readonly soFar: number | undefined; readonly month: number | undefined } {
  const { data } = useCost();
  const { region } = session();
  const of = (bill: Bill | undefined) => {
    const lines = bill?.lines.filter((line) => line.application === name && line.region === region) ?? [];
    return lines.length === 0 ? undefined : lines.reduce((sum, { cost }) => sum + cost, 0);
  };
  return { soFar: of(data?.metered), month: of(data?.month) };
}

/** What the application is and does, at a glance. */
export function Overview({ name }: TabProps) {
  const { data } = useApplication(name);
  const { data: start } = useStart(name);
  const { soFar, month } = useCosts(name);
  const configuration = data?.ApplicationConfigurationDescription;
  const flink = configuration?.FlinkApplicationConfigurationDescription;
  const parallelism = flink?.ParallelismConfigurationDescription;
  const code =
    configuration?.ApplicationCodeConfigurationDescription?.CodeContentDescription?.S3ApplicationCodeLocationDescription;
  const restored = configuration?.RunConfigurationDescription?.ApplicationRestoreConfigurationDescription;
  const path = `/applications/${encodeURIComponent(name)}`;
  const now = parallelism?.CurrentParallelism ?? parallelism?.Parallelism;
  return (
    <SpaceBetween size="l">
      {start?.failure !== undefined && data?.ApplicationStatus === 'READY' && (
        <Alert type="error" header={`The last ${start.kind} failed`}>
          {start.failure} <Go to={`${path}?tab=logs`}>Look into the logs</Go>
        </Alert>
      )}
      <Container header={<Header variant="h2">Application details</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Status', value: <Status of={data?.ApplicationStatus} /> },
            { label: 'Runtime', value: runtimeName(data?.RuntimeEnvironment) },
            {
              label: 'Parallelism',
              value: `${now ?? '–'}, ${kpus(now, parallelism?.ParallelismPerKPU)} KPU${parallelism?.AutoScalingEnabled ? ', scales by itself' : ''}`,
            },
            { label: 'Version', value: <Go to={`${path}?tab=versions`}>{data?.ApplicationVersionId}</Go> },
            { label: 'Application ARN', value: <Copied text={data?.ApplicationARN} /> },
            { label: 'Code', value: code ? `s3://${code.BucketARN?.split(':::')[1]}/${code.FileKey}` : '–' },
            { label: 'Role', value: data?.ServiceExecutionRole?.split('/').at(-1) ?? '–' },
            {
              label: 'Snapshots',
              value: configuration?.ApplicationSnapshotConfigurationDescription?.SnapshotsEnabled ? 'On' : 'Off',
            },
            { label: 'Created', value: <span title={moment(data?.CreateTimestamp)}>{ago(data?.CreateTimestamp)}</span> },
            {
              label: 'Last updated',
              value: <span title={moment(data?.LastUpdateTimestamp)}>{ago(data?.LastUpdateTimestamp)}</span>,
            },
            {
              label: 'Cost on AWS, this month so far',
              value: soFar === undefined ? '–' : <Go to="/cost">{money(soFar)}</Go>,
            },
            {
              label: 'Cost on AWS, to the end of the month',
              value: month === undefined ? '–' : <Go to="/cost">{money(month)}</Go>,
            },
            ...(restored
              ? [{ label: 'Runs from', value: restored.SnapshotName ?? RESTORES[restored.ApplicationRestoreType ?? ''] ?? '–' }]
              : []),
            ...(data?.ApplicationDescription ? [{ label: 'Description', value: data.ApplicationDescription }] : []),
          ]}
        />
      </Container>
      {start && <StartProgress progress={start} />}
    </SpaceBetween>
  );
}
