import type { ApplicationDetail } from '@aws-sdk/client-kinesis-analytics-v2';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { moment } from '../../../components/format.ts';
import { unless, useRights } from '../../../components/rights.ts';
import { Empty, Loading, Problem } from '../../../components/states.tsx';
import { RollbackModal } from '../actions/rollback.tsx';
import { differences } from '../diff.ts';
import type { TabProps } from '../props.ts';
import { useApplication, useVersion, useVersions } from '../queries.ts';

/** What a version configures: without what merely tells when and how it came to be. */
const configured = (detail: ApplicationDetail | undefined) =>
  detail && {
    Runtime: detail.RuntimeEnvironment,
    Role: detail.ServiceExecutionRole,
    Description: detail.ApplicationDescription,
    ...detail.ApplicationConfigurationDescription,
    RunConfigurationDescription: undefined,
    Logging: detail.CloudWatchLoggingOptionDescriptions?.map(({ LogStreamARN }) => LogStreamARN),
  };

/** Two versions side by side, as far as they differ; and the way back. */
export function Versions({ name }: TabProps) {
  const { data: versions, error, refetch } = useVersions(name);
  const { data: application } = useApplication(name);
  const may = useRights('application', name);
  const [left, setLeft] = useState<number>();
  const [right, setRight] = useState<number>();
  const [rollback, setRollback] = useState(false);
  const after = right ?? versions?.[0]?.ApplicationVersionId;
  const before = left ?? versions?.[1]?.ApplicationVersionId ?? after;
  const one = useVersion(name, before);
  const other = useVersion(name, after);
  if (error) return <Problem what="Versions cannot be listed" thrown={error} onRetry={() => void refetch()} />;
  if (!versions) return <Loading what="Loading versions" />;
  const made = (id: number | undefined, detail: ApplicationDetail | undefined) =>
    detail?.ApplicationVersionCreateTimestamp
      ? `Version ${id}, ${moment(detail.ApplicationVersionCreateTimestamp)}`
      : `Version ${id}`;
  const options = versions.map(({ ApplicationVersionId: id }) => ({ value: String(id), label: `Version ${id}` }));
  const chosen = (id: number | undefined) => options.find(({ value }) => value === String(id)) ?? null;
  const found = differences(configured(one.data), configured(other.data));
  const status = application?.ApplicationStatus;
  return (
    <SpaceBetween size="m">
      <Header
        counter={`(${versions.length})`}
        description="Each update makes a version; a rollback makes one too"
        actions={
          <Button
            {...unless(may('RollbackApplication'), status === 'RUNNING' && versions.length >= 2)}
            onClick={() => setRollback(true)}
          >
            Roll back
          </Button>
        }
      >
        Versions
      </Header>
      <div className="controls">
        <Select
          options={options}
          selectedOption={chosen(before)}
          onChange={({ detail }) => setLeft(Number(detail.selectedOption.value))}
          ariaLabel="Version on the left"
          filteringClearAriaLabel="Clear"
          filteringType={options.length > 10 ? 'auto' : 'none'}
        />
        <Select
          options={options}
          selectedOption={chosen(after)}
          onChange={({ detail }) => setRight(Number(detail.selectedOption.value))}
          ariaLabel="Version on the right"
          filteringClearAriaLabel="Clear"
          filteringType={options.length > 10 ? 'auto' : 'none'}
        />
      </div>
      <Table
        items={found}
        trackBy="path"
        loading={one.isPending || other.isPending}
        loadingText="Loading the two versions"
        wrapLines
        ariaLabels={{ tableLabel: 'Differences' }}
        empty={
          versions.length < 2 ? (
            <Empty title="There is one version so far">Configure the application, and what has changed is shown here.</Empty>
          ) : (
            <Empty title="They are alike" />
          )
        }
        columnDefinitions={[
          {
            id: 'path',
            header: 'Setting',
            isRowHeader: true,
            minWidth: 180,
            cell: ({ path }) => path.replace(/ › (\w+)$/, ' › $1'),
          },
          { id: 'before', header: made(before, one.data), minWidth: 150, cell: (item) => <Side value={item.before} sign="−" /> },
          { id: 'after', header: made(after, other.data), minWidth: 150, cell: (item) => <Side value={item.after} sign="+" /> },
        ]}
      />
      {rollback && <RollbackModal name={name} onClose={() => setRollback(false)} />}
    </SpaceBetween>
  );
}

const Side = ({ value, sign }: { readonly value: string | undefined; readonly sign: string }) =>
  value === undefined ? (
    <Box color="text-body-secondary">not set</Box>
  ) : (
    <Box variant="code" color={sign === '+' ? 'text-status-success' : 'text-status-error'}>
      {sign} {value}
    </Box>
  );
