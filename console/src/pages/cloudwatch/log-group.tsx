import { DescribeLogStreamsCommand, GetQueryResultsCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'wouter';
import { allPages } from '../../components/all-pages.ts';
import { ago, bytes } from '../../components/format.ts';
import { minutesOf, type Range, RangePicker } from '../../components/metrics.tsx';
import { named } from '../../components/named.ts';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Problem } from '../../components/states.tsx';
import { logs } from './queries.ts';

const QUERY = 'fields @timestamp, @message\n| sort @timestamp desc\n| limit 100';

type ResultRow = Readonly<Record<string, string>>;

/** A log group: asked with CloudWatch Logs Insights' language, and its streams. */
export function LogGroupPage() {
  const { group: coded = '' } = useParams<{ group: string }>();
  const logGroupName = named(coded);
  const [text, setText] = useState(QUERY);
  const [range, setRange] = useState<Range>('1h');
  const [busy, setBusy] = useState(false);
  const [rows, setRows] = useState<readonly ResultRow[]>();
  const [problem, setProblem] = useState<unknown>();
  const { data: streams, error } = useQuery({
    queryKey: ['log-group', logGroupName, 'streams'],
    queryFn: () =>
      allPages(async (nextToken) => {
        const page = await logs().send(new DescribeLogStreamsCommand({ logGroupName, nextToken }));
        return { items: page.logStreams, token: page.nextToken };
      }),
  });
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setRows(await ask(logGroupName, text, minutesOf(range)));
    } catch (thrown) {
      setProblem(thrown);
    }
    setBusy(false);
  };
  const names = [...new Set(rows?.flatMap((row) => Object.keys(row)) ?? [])].filter((name) => name !== '@ptr' && name !== '#');
  return (
    <ContentLayout header={<Header variant="h1">{logGroupName}</Header>}>
      <SpaceBetween size="l">
        <Container
          header={
            <Header variant="h2" actions={<RangePicker range={range} onChange={setRange} />}>
              Logs Insights
            </Header>
          }
          footer={
            <Button variant="primary" loading={busy} onClick={() => void run()}>
              Run query
            </Button>
          }
        >
          <FormField stretch label="Query">
            <Textarea
              value={text}
              rows={5}
              spellcheck={false}
              className="code"
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        </Container>
        {problem !== undefined && <Problem what="The query was refused" thrown={problem} />}
        {rows && (
          <ResourceTable<ResultRow>
            title="Results"
            noun="row"
            items={rows}
            pageSize={50}
            idOf={(row) => row['#'] ?? ''}
            columns={names.map((name, i) => ({
              id: name,
              header: name,
              isRowHeader: i === 0,
              cell: (row) => <code className="cell">{row[name]}</code>,
            }))}
          />
        )}
        <ResourceTable
          title="Log streams"
          noun="log stream"
          items={streams}
          problem={error}
          idOf={({ logStreamName = '' }) => logStreamName}
          columns={[
            {
              id: 'name',
              header: 'Name',
              isRowHeader: true,
              sortingField: 'logStreamName',
              cell: ({ logStreamName }) => logStreamName,
            },
            {
              id: 'last',
              header: 'Last event',
              sortingField: 'lastEventTimestamp',
              cell: ({ lastEventTimestamp }) => ago(lastEventTimestamp === undefined ? undefined : new Date(lastEventTimestamp)),
            },
            { id: 'size', header: 'Stored', cell: ({ storedBytes }) => bytes(storedBytes) },
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}

async function ask(logGroupName: string, queryString: string, minutes: number): Promise<ResultRow[]> {
  const now = Math.floor(Date.now() / 1000);
  const { queryId } = await logs().send(
    new StartQueryCommand({ logGroupName, queryString, startTime: now - minutes * 60, endTime: now + 60 }),
  );
  for (;;) {
    const { status, results = [] } = await logs().send(new GetQueryResultsCommand({ queryId }));
    if (status === 'Failed' || status === 'Timeout' || status === 'Cancelled') throw new Error(`The query ended as ${status}.`);
    if (status === 'Complete') {
      return results.map((row, i) => ({
        '#': String(i),
        ...Object.fromEntries(row.map(({ field = '', value = '' }) => [field, value])),
      }));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
