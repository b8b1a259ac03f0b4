import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useLocation } from 'wouter';
import { Copied, Facts } from '../../../components/facts.tsx';
import { unless, useRights } from '../../../components/rights.ts';
import { Empty, Loading } from '../../../components/states.tsx';
import { formOf } from '../form/model.ts';
import type { TabProps } from '../props.ts';
import { useApplication } from '../queries.ts';
import { runtimeName } from '../status.tsx';

const onOff = (on: boolean): string => (on ? 'On' : 'Off');

/** Everything that is configured, as it is read by the job and by the engine. */
export function Configuration({ name }: TabProps) {
  const [, navigate] = useLocation();
  const { data } = useApplication(name);
  const may = useRights('application', name);
  if (!data) return <Loading what="Loading the configuration" />;
  const form = formOf(data);
  const logs = data.CloudWatchLoggingOptionDescriptions?.[0]?.LogStreamARN;
  const window = data.ApplicationMaintenanceConfigurationDescription;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button
                {...unless(may('UpdateApplication'), true)}
                onClick={() => navigate(`/applications/${encodeURIComponent(name)}/configure`)}
              >
                Configure
              </Button>
            }
          >
            Code and permissions
          </Header>
        }
      >
        <Facts
          facts={{
            Code: <Copied text={`s3://${form.bucket}/${form.key}`} />,
            Runtime: runtimeName(form.runtime),
            Role: <Copied text={form.roleArn} />,
          }}
        />
      </Container>
      <Table
        items={form.properties}
        wrapLines
        ariaLabels={{ tableLabel: 'Runtime properties' }}
        header={
          <Header variant="h2" counter={`(${form.properties.length})`}>
            Runtime properties
          </Header>
        }
        empty={<Empty title="No properties">The code is given none.</Empty>}
        columnDefinitions={[
          { id: 'group', header: 'Group', cell: ({ group }) => group },
          { id: 'key', header: 'Key', isRowHeader: true, cell: ({ key }) => key },
          { id: 'value', header: 'Value', cell: ({ value }) => value },
        ]}
      />
      <Container header={<Header variant="h2">Scaling</Header>}>
        <Facts
          facts={{
            Parallelism: form.parallelism,
            'Parallelism per KPU': form.perKpu,
            'Automatic scaling': onOff(form.autoScaling),
          }}
        />
      </Container>
      <Container header={<Header variant="h2">Checkpoints and snapshots</Header>}>
        <Facts
          facts={{
            Checkpointing: `${onOff(form.checkpoints)}${form.customCheckpoints ? ', custom' : ', by default'}`,
            Interval: `${form.intervalMs} ms`,
            'Least pause': `${form.pauseMs} ms`,
            Snapshots: onOff(form.snapshots),
            'System rollback': onOff(form.rollback),
          }}
        />
      </Container>
      <Container header={<Header variant="h2">Logs, metrics and maintenance</Header>}>
        <Facts
          facts={{
            'Log stream': logs === undefined ? 'None' : <Copied text={logs} />,
            'Log level': form.logLevel,
            'Metrics level': form.metricsLevel,
            'Maintenance window': window
              ? `${window.ApplicationMaintenanceWindowStartTime} to ${window.ApplicationMaintenanceWindowEndTime} UTC`
              : '–',
          }}
        />
      </Container>
    </SpaceBetween>
  );
}
