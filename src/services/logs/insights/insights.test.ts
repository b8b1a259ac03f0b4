import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultField } from '#api/logs';
import { NOW, openTestLogs, type TestLogs } from '../../../../test/harness/logs.ts';

let logs: TestLogs;
const ARN = 'arn:aws:kinesisanalytics:us-west-2:012345678901:application/YourApplication';
const flink = (message: string, more: object = {}) =>
  JSON.stringify({ applicationARN: ARN, messageType: 'INFO', message, ...more });
/** One second apart, the first a minute before NOW. */
const MESSAGES = [
  flink('Deploying Source: a (1/2) to flink-taskmanager-1-1', { applicationVersionId: '5', took: 120 }),
  flink('Deploying Source: a (2/2) to flink-taskmanager-1-2', { took: 80 }),
  flink('Deploying Sink: b (1/1) to flink-taskmanager-1-1', { took: 10.5 }),
  flink('Loading configuration property: parallelism.default, 4'),
  flink('Job switched from RUNNING to RESTARTING', { messageType: 'WARN', nested: { a: [{ b: 'deep' }] } }),
  flink('User is not authorized (AccessDeniedException)', { messageType: 'ERROR' }),
  'plain text user=joe, method:GET, latency := 50',
  'plain text user=ann, method:PUT, latency := 70',
];

beforeAll(async () => {
  logs = await openTestLogs();
  for (const name of ['g', 'h']) await logs.ask('CreateLogGroup', { logGroupName: name });
  for (const name of ['s', 't']) await logs.ask('CreateLogStream', { logGroupName: 'g', logStreamName: name });
  for (const [i, message] of MESSAGES.entries()) await logs.put('g', i % 3 === 2 ? 't' : 's', NOW - 60_000 + i * 1000, message);
});
afterAll(() => logs.close());

const TIME = { startTime: NOW / 1000 - 3600, endTime: NOW / 1000 };

async function ended(queryId: string | undefined) {
  for (;;) {
    const answer = await logs.ask('GetQueryResults', { queryId: queryId ?? '' });
    if (answer.status !== 'Scheduled' && answer.status !== 'Running') return answer;
    await new Promise((done) => setImmediate(done));
  }
}
async function answer(queryString: string, more: object = {}) {
  return ended((await logs.ask('StartQuery', { logGroupName: 'g', ...TIME, queryString, ...more })).queryId);
}
/** The values of each row, without the pointer. */
const lines = (results: ReadonlyArray<ReadonlyArray<ResultField>> = []) =>
  results.map((row) => row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => `${field}=${value}`));
const rows = async (query: string, more: object = {}) => lines((await answer(query, more)).results);
const refusal = (queryString: string, more: object = {}) =>
  logs.refusal('StartQuery', { logGroupName: 'g', ...TIME, queryString, ...more });
const at = (i: number) => new Date(NOW - 60_000 + i * 1000).toISOString().replace('T', ' ').replace('Z', '');

describe('the queries of the Managed Flink guide', () => {
  // aws: Managed Service for Apache Flink developer guide, "Analyzing logs with CloudWatch Logs Insights"
  it('distribution of tasks', async () => {
    const query = `fields @timestamp, message
      | filter message like /Deploying/
      | parse message " to flink-taskmanager-*" as @tmid
      | stats count(*) by @tmid
      | sort @timestamp desc
      | limit 2000`;
    expect((await rows(query)).sort()).toEqual([
      ['@tmid=1-1', 'count(*)=2'],
      ['@tmid=1-2', 'count(*)=1'],
    ]);
    expect(
      await rows(`fields @timestamp, @tmid, @subtask
      | filter message like /Deploying/
      | parse message "Deploying * to flink-taskmanager-*" as @subtask, @tmid
      | sort @timestamp desc
      | limit 2000`),
    ).toEqual([
      [`@timestamp=${at(2)}`, '@tmid=1-1', '@subtask=Sink: b (1/1)'],
      [`@timestamp=${at(1)}`, '@tmid=1-2', '@subtask=Source: a (2/2)'],
      [`@timestamp=${at(0)}`, '@tmid=1-1', '@subtask=Source: a (1/2)'],
    ]);
  });

  it('change in parallelism', async () => {
    const query = `fields @timestamp, @parallelism
      | filter message like /property: parallelism.default, /
      | parse message "default, *" as @parallelism
      | sort @timestamp asc`;
    expect(await rows(query)).toEqual([[`@timestamp=${at(3)}`, '@parallelism=4']]);
  });

  it.each([
    ['AccessDenied', 5],
    ['switched from RUNNING to RESTARTING', 4],
  ])('%s', async (text, index) => {
    const query = `fields @timestamp,@message, @messageType
      | filter applicationARN like /arn:aws:kinesisanalytics:us-west-2:012345678901:application\\/YourApplication/
      | filter @message like /${text}/
      | sort @timestamp desc`;
    expect(await rows(query)).toEqual([[`@timestamp=${at(index)}`, `@message=${MESSAGES[index]}`]]);
  });
});

describe('rows', () => {
  it('are the newest, with time, message and pointer, unless a query says otherwise', async () => {
    const { results, statistics, queryLanguage, status } = await answer('limit 2');
    expect(results?.map((row) => row.map(({ field }) => field))).toEqual([
      ['@timestamp', '@message', '@ptr'],
      ['@timestamp', '@message', '@ptr'],
    ]);
    expect(lines(results).map(([, message]) => message)).toEqual([`@message=${MESSAGES[7]}`, `@message=${MESSAGES[6]}`]);
    expect([queryLanguage, status]).toEqual(['CWLI', 'Complete']);
    expect(statistics).toMatchObject({ recordsMatched: 8, recordsScanned: 8, logGroupsScanned: 1 });
    expect(statistics?.bytesScanned).toBe(MESSAGES.join('').length);
  });

  it.each<[string, string[][]]>([
    ['filter took > 80 | display took', [['took=120']]],
    ['sort took desc | limit 4 | display took', [['took=120'], ['took=80'], ['took=10.5'], []]],
    ['sort took desc | filter took < 100 | limit 1 | display took', [['took=80']]],
    ['filter took >= 80 and took <= 120 | sort took asc | display took', [['took=80'], ['took=120']]],
    ['filter took < 80 | fields took * 2 as twice, took', [['twice=21', 'took=10.5']]],
    [
      'filter messageType = "ERROR" or messageType = \'WARN\' | display messageType',
      [['messageType=ERROR'], ['messageType=WARN']],
    ],
    ['filter messageType in ["ERROR"] | display messageType', [['messageType=ERROR']]],
    ['filter ispresent(messageType) and messageType not in ["INFO", "WARN"] | display messageType', [['messageType=ERROR']]],
    ['filter messageType != "INFO" and not (messageType like "ARN") and ispresent(took) = 0 | display messageType', []],
    ['filter nested.a.0.b = "deep" | display nested.a.0.b, missing', [['nested.a.0.b=deep']]],
    ['filter @message =~ /(?i)ACCESSDENIED/ | display messageType', [['messageType=ERROR']]],
    [
      'filter @message not like /[{]/ | parse "user=*, method:*, latency := *" as user, method, ms | sort user | display user, ms * 1.5',
      [
        ['user=ann', 'ms * 1.5=105'],
        ['user=joe', 'ms * 1.5=75'],
      ],
    ],
    [
      'parse @message /user=(?<user>\\w+)/ | filter ispresent(user) | sort user desc | display user',
      [['user=joe'], ['user=ann']],
    ],
    ['filter @logStream = "t" | sort @timestamp | limit 1 | display @logStream, @log', [['@logStream=t', '@log=000000000000:g']]],
    ['filter strlen(user) = 0 | limit 1', []],
    [
      'fields toupper(messageType) as kind | dedup kind | filter ispresent(kind) | sort kind | display kind',
      [['kind=ERROR'], ['kind=INFO'], ['kind=WARN']],
    ],
    [
      'filter took > 100 # the slow ones\n| display abs(0 - took), ceil(took / 7), concat(messageType, "-", took), coalesce(nope, took)',
      [['abs(0 - took)=120', 'ceil(took / 7)=18', 'concat(messageType, "-", took)=INFO-120', 'coalesce(nope, took)=120']],
    ],
    [
      'filter took > 100 | display substr(message, 0, 9), replace(messageType, "IN", "in"), trim("  x "), if(took > 1, "y", "n"), greatest(1, took, 3), least(2, 1)',
      [
        [
          'substr(message, 0, 9)=Deploying',
          'replace(messageType, "IN", "in")=inFO',
          'trim("  x ")=x',
          'if(took > 1, "y", "n")=y',
          'greatest(1, took, 3)=120',
          'least(2, 1)=1',
        ],
      ],
    ],
    [
      'filter `took` = 120 | display took ^ 2, took % 7, -took, (1 + 2) * 3, strcontains(message, "Source"), isblank(nope), isempty("")',
      [
        [
          'took ^ 2=14400',
          'took % 7=1',
          '-took=-120',
          '(1 + 2) * 3=9',
          'strcontains(message, "Source")=1',
          'isblank(nope)=true',
          'isempty("")=true',
        ],
      ],
    ],
  ])('%s', async (query, expected) => {
    expect(await rows(query)).toEqual(expected);
  });
});

describe('statistics', () => {
  it.each<[string, string[][]]>([
    [
      'stats count(*), count(took) as timed, sum(took), avg(took), min(took), max(took)',
      [['count(*)=8', 'timed=3', 'sum(took)=210.5', 'avg(took)=70.1667', 'min(took)=10.5', 'max(took)=120']],
    ],
    [
      'stats count() as n by messageType | filter ispresent(messageType) | sort n desc, messageType asc',
      [
        ['messageType=INFO', 'n=4'],
        ['messageType=ERROR', 'n=1'],
        ['messageType=WARN', 'n=1'],
      ],
    ],
    ['stats count(*) by bin(1h)', [['bin(1h)=2026-05-31 23:00:00.000', 'count(*)=8']]],
    ['stats max(took) > 100 as slow', [['slow=true']]],
    ['stats count_distinct(messageType), pct(took, 50)', [['count_distinct(messageType)=3', 'pct(took, 50)=80']]],
    ['stats latest(messageType), earliest(took)', [['latest(messageType)=ERROR', 'earliest(took)=120']]],
    ['filter took > 0 | stats max(took) as most by messageType | stats sum(most)', [['sum(most)=120']]],
    ['filter messageType = "FATAL" | stats count(*)', [] as string[][]],
  ])('%s', async (query, expected) => {
    expect(await rows(query)).toEqual(expected);
  });
});

describe('a query', () => {
  it('is refused where it is none', async () => {
    expect(await refusal('fields @timestamp | count()')).toBe(
      'MalformedQueryException: unexpected symbol found count at line 1 and position 20',
    );
    expect(await refusal('fields @timestamp\n| filter (a = 1')).toBe(
      'MalformedQueryException: unexpected symbol found <EOF> at line 2 and position 15',
    );
    for (const query of [
      'filter @message like /(/',
      'parse @message "no star" as x',
      'stats pct(a)',
      'limit 0',
      'fields bin(5x)',
    ]) {
      expect(await refusal(query)).toMatch(/^MalformedQueryException: unexpected symbol found /);
    }
    for (const query of ['pattern @message', 'fields hash(a)', 'stats mode(a)', 'SOURCE logGroups()', 'stats 1']) {
      expect(await refusal(query)).toMatch(/^MalformedQueryException: .* is not supported in queries by Millrace yet\.$/);
    }
  });

  it('is about groups that exist, and a time that has not ended before it begins', async () => {
    expect(await refusal('limit 1', { logGroupName: 'nope' })).toBe(
      "ResourceNotFoundException: Log group 'nope' does not exist for account ID '000000000000' (Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: request; Proxy: null)",
    );
    expect(await refusal('limit 1', { logGroupNames: ['g'] })).toMatch(/^InvalidParameterException: Exactly one of /);
    expect(await refusal('limit 1', { logGroupName: undefined })).toMatch(/^InvalidParameterException: Exactly one of /);
    const many = Array.from({ length: 51 }, (_, i) => `g${i}`);
    expect(await refusal('limit 1', { logGroupName: undefined, logGroupNames: many })).toMatch(/at most 50 log groups/);
    expect(await refusal('limit 1', { endTime: 1 })).toMatch(/^InvalidParameterException: The end time/);
    expect(await refusal('limit 1', { queryLanguage: 'SQL' })).toMatch(/^InvalidParameterException: Queries in SQL/);
    const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:g';
    expect(await rows('limit 3 | display @log', { logGroupName: undefined, logGroupIdentifiers: [arn, 'h'] })).toHaveLength(3);
  });

  it('has both ends of its time', async () => {
    const startTime = (NOW - 60_000) / 1000;
    expect(await rows('fields @message', { startTime, endTime: startTime + 1 })).toHaveLength(2);
  });

  it('has as many rows as StartQuery allows, and its results come in pages', async () => {
    expect(await rows('fields @message', { limit: 3 })).toHaveLength(3);
    const { queryId } = await logs.ask('StartQuery', { logGroupName: 'g', ...TIME, queryString: 'fields @message' });
    await ended(queryId);
    const first = await logs.ask('GetQueryResults', { queryId: queryId ?? '', maxItems: 5 });
    const second = await logs.ask('GetQueryResults', { queryId: queryId ?? '', maxItems: 5, nextToken: first.nextToken });
    expect([first.results?.length, second.results?.length, second.nextToken]).toEqual([5, 3, undefined]);
  });

  it('is listed, can be stopped while it runs, and is known in its own account only', async () => {
    const { queryId = '' } = await logs.ask('StartQuery', { logGroupName: 'g', ...TIME, queryString: 'fields @message' });
    expect(await logs.ask('StopQuery', { queryId })).toEqual({ success: true });
    expect((await ended(queryId)).status).toBe('Cancelled');
    expect(await logs.refusal('StopQuery', { queryId })).toBe(`InvalidParameterException: The query ${queryId} is not running.`);
    for (const operation of ['StopQuery', 'GetQueryResults'] as const) {
      expect(await logs.refusal(operation, { queryId: 'q' })).toBe('ResourceNotFoundException: The query q does not exist.');
    }
    const { queries = [], nextToken } = await logs.ask('DescribeQueries', { logGroupName: 'g', maxResults: 1 });
    expect(queries).toEqual([
      {
        queryId,
        queryLanguage: 'CWLI',
        queryString: `SOURCE "g" START=${TIME.startTime}000 END=${TIME.endTime}999 | fields @message`,
        status: 'Cancelled',
        createTime: NOW,
        logGroupName: 'g',
      },
    ]);
    const next = await logs.ask('DescribeQueries', { nextToken, status: 'Complete' });
    expect(next.queries?.length).toBeGreaterThan(0);
    expect(next.queries?.every(({ status }) => status === 'Complete')).toBe(true);
    expect((await logs.ask('DescribeQueries', {}, { account: '111111111111' })).queries).toEqual([]);
  });

  it('is one of a hundred at most', async () => {
    const start = () => logs.ask('StartQuery', { logGroupName: 'g', ...TIME, queryString: 'limit 1' });
    const ids = await Promise.all(Array.from({ length: 100 }, start));
    expect(await refusal('limit 1')).toBe('LimitExceededException: Account maximum query concurrency limit of [100] reached.');
    await Promise.all(ids.map(({ queryId }) => ended(queryId)));
    await start();
  });
});
