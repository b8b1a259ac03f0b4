import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeQueriesCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, ROOT, type Served, serve, USER } from './served.ts';

let served: Served;
let root: CloudWatchLogsClient;
let user: CloudWatchLogsClient;
const G = { logGroupName: '/aws/kinesis-analytics/app' };
const S = { ...G, logStreamName: 'kinesis-analytics-log-stream' };
const ARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${G.logGroupName}`;

beforeAll(async () => {
  served = await serve();
  // the prefix `stream-` cannot go before an address; before AWS's names it can
  const config = { endpoint: served.endpoint, region: 'us-east-1', maxAttempts: 1, disableHostPrefix: true };
  root = new CloudWatchLogsClient({ ...config, credentials: ROOT });
  user = new CloudWatchLogsClient({ ...config, credentials: USER });
  await root.send(new CreateLogGroupCommand(G));
  await root.send(new CreateLogStreamCommand(S));
});
afterAll(async () => {
  root.destroy();
  user.destroy();
  await served.close();
});

const put = (...messages: string[]) =>
  root.send(new PutLogEventsCommand({ ...S, logEvents: messages.map((message) => ({ timestamp: Date.now(), message })) }));

test('Live Tail is an event stream of what comes in', { timeout: 20_000 }, async () => {
  const { responseStream = [] } = await root.send(
    new StartLiveTailCommand({ logGroupIdentifiers: [ARN], logEventFilterPattern: '{ $.messageType = "ERROR" }' }),
  );
  const seen: string[] = [];
  let updates = 0;
  for await (const event of responseStream) {
    if (event.sessionStart) {
      expect(event.sessionStart.logGroupIdentifiers).toEqual([ARN]);
      await put('{"messageType":"ERROR","message":"first"}', '{"messageType":"INFO"}');
    }
    if (!event.sessionUpdate) continue;
    for (const { message = '', logStreamName } of event.sessionUpdate.sessionResults ?? []) {
      expect(logStreamName).toBe(S.logStreamName);
      seen.push((JSON.parse(message) as { message: string }).message);
    }
    if (++updates === 1) await put('{"messageType":"ERROR","message":"second"}');
    if (seen.length === 2) break;
  }
  expect(seen).toEqual(['first', 'second']);
});

test('an error comes before the stream begins', async () => {
  for (const name of [ARN.split(':').at(-1) ?? '', `${ARN}:*`]) {
    const named = root.send(new StartLiveTailCommand({ logGroupIdentifiers: [name] }));
    await expect(named).rejects.toMatchObject({ name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } });
  }
  const gone = new StartLiveTailCommand({ logGroupIdentifiers: [`${ARN}-gone`] });
  await expect(root.send(gone)).rejects.toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } });
  await expect(user.send(new StartLiveTailCommand({ logGroupIdentifiers: [ARN] }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`logs:StartLiveTail on resource: ${ARN}:log-stream:`),
  });
});

test('a query runs and its results are fetched, by those who may', async () => {
  await put('{"message":"Deploying Sink (1/1) to flink-taskmanager-7"}');
  const now = Math.floor(Date.now() / 1000);
  const time = { startTime: now - 60, endTime: now + 60 };
  const queryString = 'filter message like /Deploying/ | parse message "flink-taskmanager-*" as @tm | stats count(*) by @tm';
  await expect(user.send(new StartQueryCommand({ ...G, ...time, queryString }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  served.allow(
    { Action: 'logs:StartQuery', Resource: `${ARN}:*` },
    { Action: ['logs:GetQueryResults', 'logs:DescribeQueries'], Resource: '*' },
  );
  const { queryId } = await user.send(new StartQueryCommand({ ...G, ...time, queryString }));
  let answer = await user.send(new GetQueryResultsCommand({ queryId }));
  while (answer.status === 'Scheduled' || answer.status === 'Running') {
    answer = await user.send(new GetQueryResultsCommand({ queryId }));
  }
  expect(answer).toMatchObject({
    status: 'Complete',
    results: [
      [
        { field: '@tm', value: '7' },
        { field: 'count(*)', value: '1' },
      ],
    ],
    statistics: { recordsMatched: 1 },
  });
  const { queries } = await user.send(new DescribeQueriesCommand(G));
  expect(queries?.[0]).toMatchObject({ queryId, status: 'Complete' });
});

test('a malformed query says where', async () => {
  const malformed = new StartQueryCommand({ ...G, startTime: 1, endTime: 2, queryString: 'fields @message | count()' });
  await expect(root.send(malformed)).rejects.toMatchObject({
    name: 'MalformedQueryException',
    message: 'unexpected symbol found count at line 1 and position 18',
    queryCompileError: { location: { startCharOffset: 18, endCharOffset: 23 } },
  });
});
