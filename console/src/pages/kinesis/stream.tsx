import { DeleteStreamCommand } from '@aws-sdk/client-kinesis';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { notice } from '../../app/notices.tsx';
import { Confirm } from '../../components/confirm.tsx';
import type { MetricChart } from '../../components/metrics.tsx';
import { Monitoring } from '../../components/metrics.tsx';
import { PageTabs } from '../../components/page-tabs.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { Configuration } from './configuration.tsx';
import { Consumers } from './consumers.tsx';
import { PutRecord } from './put-record.tsx';
import { kinesis, useSummary } from './queries.ts';
import { Shards } from './shards.tsx';
import { Tags } from './tags.tsx';
import { Viewer } from './viewer.tsx';

/** One stream: what it is, its shards, its records as they come. */
export function Stream() {
  const { stream: name = '', tab = 'viewer' } = useParams<{ stream: string; tab?: string }>();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { data: summary, error, refetch } = useSummary(name);
  const [putting, setPutting] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const may = useRights('stream', name);
  const charts = useMemo(() => chartsOf(name), [name]);
  if (error) return <Problem what={`${name} cannot be shown`} thrown={error} onRetry={() => void refetch()} />;
  if (!summary) return <Loading />;
  const remove = async () => {
    await kinesis().send(new DeleteStreamCommand({ StreamName: name, EnforceConsumerDeletion: true }));
    notice('success', `${name} is being deleted`);
    await queries.invalidateQueries({ queryKey: ['stream'] });
    navigate('/kinesis');
  };
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button {...unless(may('DeleteStream'))} onClick={() => setDeleting(true)}>
                Delete
              </Button>
              <Button variant="primary" {...unless(may('PutRecords'))} onClick={() => setPutting(true)}>
                Put record
              </Button>
            </SpaceBetween>
          }
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Configuration name={name} summary={summary} may={may} />
        <PageTabs
          label="About the stream"
          activeTabId={tab}
          onChange={({ detail }) => navigate(`/kinesis/${encodeURIComponent(name)}/${detail.activeTabId}`)}
          tabs={[
            { id: 'viewer', label: 'Data viewer', content: <Viewer name={name} /> },
            { id: 'shards', label: 'Shards', content: <Shards name={name} may={may} /> },
            { id: 'monitoring', label: 'Monitoring', content: <Monitoring charts={charts} /> },
            { id: 'consumers', label: 'Enhanced fan-out', content: <Consumers arn={summary.StreamARN} may={may} /> },
            { id: 'tags', label: 'Tags', content: <Tags name={name} may={may} /> },
          ]}
        />
      </SpaceBetween>
      {putting && <PutRecord name={name} onClose={() => setPutting(false)} />}
      {deleting && (
        <Confirm title={`Delete ${name}?`} action="Delete" word={name} onConfirm={remove} onClose={() => setDeleting(false)}>
          Its records are gone for good, and applications that read or write it fail.
        </Confirm>
      )}
    </ContentLayout>
  );
}

function chartsOf(StreamName: string): MetricChart[] {
  const line = (metric: string, stat: string, label = metric) => ({
    namespace: 'AWS/Kinesis',
    metric,
    stat,
    label,
    dimensions: { StreamName },
  });
  return [
    { title: 'Incoming records', unit: 'per period', lines: [line('IncomingRecords', 'Sum')] },
    { title: 'Incoming data', unit: 'bytes per period', lines: [line('IncomingBytes', 'Sum')] },
    { title: 'Records read', unit: 'per period', lines: [line('GetRecords.Records', 'Sum')] },
    {
      title: 'Iterator age',
      unit: 'milliseconds',
      lines: [line('GetRecords.IteratorAgeMilliseconds', 'Maximum', 'oldest read')],
    },
    {
      title: 'Throttled',
      unit: 'per period',
      lines: [
        line('WriteProvisionedThroughputExceeded', 'Sum', 'writes'),
        line('ReadProvisionedThroughputExceeded', 'Sum', 'reads'),
      ],
    },
    {
      title: 'Latency',
      unit: 'milliseconds',
      lines: [
        line('PutRecord.Latency', 'Average', 'PutRecord'),
        line('PutRecords.Latency', 'Average', 'PutRecords'),
        line('GetRecords.Latency', 'Average', 'GetRecords'),
      ],
    },
  ];
}
