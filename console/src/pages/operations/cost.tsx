import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Bill, BillLine } from '#shapes/cost';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty, Loading, Problem } from '../../components/states.tsx';
import { money, priceOf, useCost, used } from './bill.ts';

/** What was used here, at AWS's prices; and what this month comes to there. */
export function CostPage() {
  const [by, setBy] = useState('');
  const { data, error, refetch } = useCost(by);
  if (error) return <Problem what="The cost cannot be shown" thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { name, date } = data.prices;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={`What it would cost on AWS, at ${name}${date === '' ? '' : ` (${date})`}`}
          actions={
            <Input
              value={by}
              ariaLabel="Group by a tag"
              placeholder="Group by a tag's key"
              onChange={({ detail }) => setBy(detail.value)}
            />
          }
        >
          Cost
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <Totals title={`Metered, ${data.from} to ${data.to}`} bill={data.metered} />
          <Totals title={`${data.month.month} to its end, as things are now`} bill={data.month} />
        </ColumnLayout>
        <ResourceTable<BillLine>
          title="What was metered"
          noun="line"
          items={data.metered.lines}
          idOf={({ type, name, label }) => `${type} ${name} ${label}`}
          pageSize={50}
          empty={<Empty title="Nothing was used yet" />}
          columns={[
            {
              id: 'name',
              header: 'Resource',
              isRowHeader: true,
              sortingField: 'name',
              cell: ({ name, type }) => `${name} (${type})`,
            },
            { id: 'label', header: 'For', sortingField: 'label', cell: ({ label }) => label },
            {
              id: 'quantity',
              header: 'Used',
              cell: ({ quantity, unit }) => used(quantity, unit),
            },
            { id: 'price', header: 'Price', cell: ({ perUnit, unit }) => priceOf(perUnit, unit) },
            { id: 'cost', header: 'Cost', sortingField: 'cost', cell: ({ cost }) => money(cost) },
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}

const Totals = ({ title, bill }: { readonly title: string; readonly bill: Bill }) => (
  <Container header={<Header variant="h2">{title}</Header>}>
    <SpaceBetween size="s">
      <Box fontSize="display-l">{money(bill.total)}</Box>
      {bill.groups.slice(0, 8).map(({ name, cost }) => (
        <ProgressBar
          key={name}
          label={name || 'Shared'}
          value={bill.total > 0 ? (cost / bill.total) * 100 : 0}
          additionalInfo={money(cost)}
        />
      ))}
      {bill.groups.length === 0 && <Box color="text-body-secondary">Nothing.</Box>}
    </SpaceBetween>
  </Container>
);
