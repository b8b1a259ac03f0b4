import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { kpus } from '../status.tsx';
import { Choice, type SectionProps, Text, Tick } from './fields.tsx';

const choices = (...values: string[]) => values.map((value) => ({ value, label: value }));

export const ScalingSection = (props: SectionProps) => {
  const { form } = props;
  const used = kpus(Number(form.parallelism), Number(form.perKpu));
  return (
    <Container header={<Header variant="h2">Scaling</Header>}>
      <SpaceBetween size="l">
        <Tick
          {...props}
          field="customParallelism"
          label="Use custom parallelism"
          description="Otherwise: parallelism 1, one task per KPU, autoscaling on."
        />
        {form.customParallelism && (
          <SpaceBetween size="l">
            <ColumnLayout columns={2}>
              <Text {...props} field="parallelism" label="Parallelism" numeric />
              <Text {...props} field="perKpu" label="Parallelism per KPU" numeric />
            </ColumnLayout>
            <Box color="text-body-secondary">
              {Number.isFinite(used)
                ? `The job gets ${used} ${used === 1 ? 'KPU' : 'KPUs'}, and one more for its coordination.`
                : ' '}
            </Box>
            <Tick
              {...props}
              field="autoScaling"
              label="Automatic scaling"
              description="Doubles at 75 % of the CPU for 15 minutes, halves below 10 % for 6 hours."
            />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
};

export const StateSection = (props: SectionProps) => (
  <Container header={<Header variant="h2">Checkpoints and snapshots</Header>}>
    <SpaceBetween size="l">
      <Tick
        {...props}
        field="snapshots"
        label="Snapshots"
        description="Stopping and updating write down the state of the job, and starting goes on from it."
      />
      <Tick
        {...props}
        field="rollback"
        label="System rollback"
        description="An update whose job does not come up is taken back."
      />
      <ExpandableSection headerText="Checkpoints" defaultExpanded={props.form.customCheckpoints}>
        <SpaceBetween size="l">
          <Tick
            {...props}
            field="customCheckpoints"
            label="Use custom checkpoints"
            description="Otherwise: every minute, with at least five seconds between two."
          />
          {props.form.customCheckpoints && (
            <SpaceBetween size="l">
              <Tick {...props} field="checkpoints" label="Checkpointing" description="Without, a job that fails starts empty." />
              <ColumnLayout columns={2}>
                <Text {...props} field="intervalMs" label="Interval, ms" numeric />
                <Text {...props} field="pauseMs" label="Least pause between two, ms" numeric />
              </ColumnLayout>
            </SpaceBetween>
          )}
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  </Container>
);

export const MonitoringSection = (props: SectionProps) => (
  <ColumnLayout columns={2}>
    <Choice {...props} field="logLevel" label="Log level" options={choices('INFO', 'WARN', 'ERROR', 'DEBUG')} />
    <Choice
      {...props}
      field="metricsLevel"
      label="Metrics level"
      description="What each datapoint is told of."
      options={choices('APPLICATION', 'TASK', 'OPERATOR', 'PARALLELISM')}
    />
  </ColumnLayout>
);
