import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOW, openTestLogs, type TestLogs } from '../../../../test/harness/logs.ts';

// The queries that AWS's developer guide gives to users of Managed Service for Apache Flink
// — "Analyze logs with CloudWatch Logs Insights"; the lines are what Flink 1.20 and this service write.
let logs: TestLogs;
const ARN = 'arn:aws:kinesisanalytics:us-east-1:012345678901:application/YourApplication';
const line = (message: string, more: object = {}) =>
  JSON.stringify({
    applicationARN: ARN,
    applicationVersionId: '3',
    locationInformation: 'org.apache.flink.runtime.executiongraph.Execution.deploy(Execution.java:575)',
    logger: 'org.apache.flink.runtime.executiongraph.ExecutionGraph',
    message,
    messageSchemaVersion: '1',
    messageType: 'INFO',
    threadName: 'flink-pekko.actor.default-dispatcher-15',
    ...more,
  });
const LINES = [
  line('Loading configuration property: parallelism.default, 2'),
  line('Deploying Source: in (1/2) (attempt #0) to flink-taskmanager-1 @ localhost'),
  line('Deploying Source: in (2/2) (attempt #0) to flink-taskmanager-2 @ localhost'),
  line('Deploying Sink: out (1/2) (attempt #0) to flink-taskmanager-1 @ localhost'),
  line('Loading configuration property: parallelism.default, 4'),
  line('User: x is not authorized', {
    messageType: 'WARN',
    throwableInformation: 'AccessDeniedException: not authorized to perform',
  }),
  line('ResourceNotFoundException: Stream in under account 012345678901 not found.', { messageType: 'ERROR' }),
  line('Source: in (1/2) switched from RUNNING to FAILED on flink-taskmanager-1'),
  line('Job fraud (bcd0) switched from state RUNNING to RESTARTING.'),
  line('Job fraud switched from RUNNING to RESTARTING.'),
  line('Traceback', { logger: 'org.apache.flink.client.python.PythonDriver' }),
  line('switched from RUNNING to RESTARTING', { applicationARN: ARN.replace('Your', 'Other') }),
];

beforeAll(async () => {
  logs = await openTestLogs();
  await logs.ask('CreateLogGroup', { logGroupName: 'g' });
  await logs.ask('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  await logs.put('g', 's', NOW, ...LINES);
});
afterAll(() => logs.close());

async function rows(queryString: string): Promise<Record<string, string>[]> {
  const { queryId = '' } = await logs.ask('StartQuery', {
    logGroupName: 'g',
    startTime: NOW / 1000 - 60,
    endTime: NOW / 1000 + 60,
    queryString,
  });
  for (;;) {
    const { status, results = [] } = await logs.ask('GetQueryResults', { queryId });
    if (status === 'Complete') {
      return results.map((row) =>
        Object.fromEntries(row.flatMap(({ field = '', value = '' }) => (field === '@ptr' ? [] : [[field, value]]))),
      );
    }
    if (status === 'Failed') throw new Error('the query failed');
    await new Promise((done) => setImmediate(done));
  }
}
const numbers = async (query: string) =>
  (await rows(query)).map((row) => LINES.indexOf(row['@message'] ?? '')).sort((a, b) => a - b);

it('distribution of tasks', async () => {
  const query = `fields message
    | filter message like /Deploying/
    | parse message " to flink-taskmanager-*" as @tmid
    | stats count(*) by @tmid
    | sort @timestamp desc
    | limit 2000`;
  expect(await rows(query)).toEqual([
    { '@tmid': '1 @ localhost', 'count(*)': '2' },
    { '@tmid': '2 @ localhost', 'count(*)': '1' },
  ]);
  const both =
    'fields @timestamp, message | parse message "Deploying * to flink-taskmanager-*" as @task, @tm | filter ispresent(@tm)';
  expect((await rows(both)).map((row) => row['@tm'])).toEqual(['1 @ localhost', '2 @ localhost', '1 @ localhost']);
});

it('change in parallelism', async () => {
  const query = `fields @timestamp, @parallelism
    | filter message like /property: parallelism.default, /
    | parse message "default, *" as @parallelism
    | sort @timestamp asc`;
  expect((await rows(query)).map((row) => row['@parallelism'])).toEqual(['2', '4']);
});

it.each([
  ['AccessDenied', [5]],
  ['ResourceNotFoundException', [6]],
  ['switched from RUNNING to FAILED', [7]],
  ['switched from RUNNING to RESTARTING', [9]],
])('%s', async (what, found) => {
  const query = `fields @timestamp, @message, @messageType
    | filter applicationARN like /arn:aws:kinesisanalytics:us-east-1:012345678901:application\\/YourApplication/
    | filter @message like /${what}/
    | sort @timestamp desc`;
  expect(await numbers(query)).toEqual(found);
});

it('what Python says', async () => {
  expect(await numbers('fields @message | filter logger like /PythonDriver/')).toEqual([10]);
});

it('errors by the minute, the newest first', async () => {
  const query = 'filter messageType = "ERROR" | stats count(*) as errors by bin(1m), applicationVersionId | sort errors desc';
  expect(await rows(query)).toEqual([{ 'bin(1m)': '2026-06-01 00:00:00.000', applicationVersionId: '3', errors: '1' }]);
  expect(await rows('fields @timestamp, @message | sort @timestamp desc | limit 20')).toHaveLength(12);
});
