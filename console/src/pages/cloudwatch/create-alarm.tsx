import { type ComparisonOperator, type Metric, PutMetricAlarmCommand, type Statistic } from '@aws-sdk/client-cloudwatch';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notice } from '../../app/notices.tsx';
import { client } from '../../aws/index.ts';
import { allPages } from '../../components/all-pages.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Picker } from '../../components/picker.tsx';
import type { Creation } from '../../components/resource-page.tsx';
import { SIGNS } from './condition.ts';
import { cloudwatch, useMetrics } from './queries.ts';

const choices = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const STATISTICS = choices(['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount']);
const OPERATORS = Object.entries(SIGNS).map(([value, label]) => ({ value, label }));
const PERIODS = [
  { value: '60', label: '1 minute' },
  { value: '300', label: '5 minutes' },
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
];
const NOBODY = { value: '', label: 'Nobody' };

const dimensions = ({ Dimensions = [] }: Metric): string => Dimensions.map(({ Name, Value }) => `${Name} ${Value}`).join(', ');

/** Topics that may be told. */
const useTopics = () =>
  useQuery({
    queryKey: ['topic', 'list'],
    queryFn: () =>
      allPages(async (NextToken) => {
        const page = await client(SNSClient).send(new ListTopicsCommand({ NextToken }));
        return { items: page.Topics, token: page.NextToken };
      }),
  });

/** An alarm of one metric. Those of metric math and of other alarms are made by AWS's API. */
export function CreateAlarm({ onClose }: Creation) {
  const queries = useQueryClient();
  const { data: metrics = [], isPending } = useMetrics();
  const { data: topics = [] } = useTopics();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState('');
  const [statistic, setStatistic] = useState('Average');
  const [operator, setOperator] = useState('GreaterThanThreshold');
  const [threshold, setThreshold] = useState('');
  const [period, setPeriod] = useState('60');
  const [points, setPoints] = useState('1');
  const [topic, setTopic] = useState('');
  const options = metrics.map((metric, at) => ({
    value: String(at),
    label: metric.MetricName ?? '',
    description: dimensions(metric),
    tags: [metric.Namespace ?? ''],
  }));
  const told = [
    NOBODY,
    ...topics.map(({ TopicArn = '' }) => ({ value: TopicArn, label: TopicArn.split(':').at(-1) ?? TopicArn })),
  ];
  const metric = chosen === '' ? undefined : metrics[Number(chosen)];
  const create = async () => {
    await cloudwatch().send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: metric?.Namespace,
        MetricName: metric?.MetricName,
        Dimensions: metric?.Dimensions,
        Statistic: statistic as Statistic,
        ComparisonOperator: operator as ComparisonOperator,
        Threshold: Number(threshold),
        Period: Number(period),
        EvaluationPeriods: Number(points),
        ...(topic !== '' && { AlarmActions: [topic] }),
      }),
    );
    notice('success', `${name} is created`, 'It is first looked at within a minute.');
    await queries.invalidateQueries({ queryKey: ['alarm'] });
  };
  return (
    <Dialog
      title="Create alarm"
      action="Create alarm"
      size="large"
      ready={
        name !== '' && metric !== undefined && threshold.trim() !== '' && Number.isFinite(Number(threshold)) && Number(points) > 0
      }
      onSubmit={create}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="Metric" description="Of the last days; running applications publish theirs every minute.">
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === chosen) ?? null}
          onChange={({ detail }) => setChosen(detail.selectedOption.value ?? '')}
          filteringType="auto"
          filteringAriaLabel="Find a metric"
          filteringClearAriaLabel="Clear"
          virtualScroll
          statusType={isPending ? 'loading' : 'finished'}
          loadingText="Loading metrics"
          empty="There are no metrics yet"
          placeholder="Choose a metric"
        />
      </FormField>
      <ColumnLayout columns={3}>
        <FormField label="Statistic">
          <Picker options={STATISTICS} value={statistic} onChange={setStatistic} label="Statistic" />
        </FormField>
        <FormField label="Is">
          <Picker options={OPERATORS} value={operator} onChange={setOperator} label="Is" />
        </FormField>
        <FormField label="Threshold">
          <Input value={threshold} type="number" inputMode="decimal" onChange={({ detail }) => setThreshold(detail.value)} />
        </FormField>
        <FormField label="Period">
          <Picker options={PERIODS} value={period} onChange={setPeriod} label="Period" />
        </FormField>
        <FormField label="For so many periods">
          <Input value={points} type="number" inputMode="numeric" onChange={({ detail }) => setPoints(detail.value)} />
        </FormField>
        <FormField label="When in alarm, tell">
          <Picker options={told} value={topic} onChange={setTopic} label="When in alarm, tell" />
        </FormField>
      </ColumnLayout>
    </Dialog>
  );
}
