import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOW, openTestLogs, type TestLogs } from '../../../test/harness/logs.ts';

let logs: TestLogs;
beforeEach(async () => {
  logs = await openTestLogs();
});
afterEach(() => logs.close());

const create = (logGroupName: string, more: object = {}) => logs.ask('CreateLogGroup', { logGroupName, ...more });
const stream = (logGroupName: string, logStreamName: string) => logs.ask('CreateLogStream', { logGroupName, logStreamName });
const groupNames = async (input: Parameters<typeof logs.ask<'DescribeLogGroups'>>[1] = {}) =>
  (await logs.ask('DescribeLogGroups', input)).logGroups?.map((group) => group.logGroupName);

const NO_GROUP = 'ResourceNotFoundException: The specified log group does not exist.';
const NO_STREAM = 'ResourceNotFoundException: The specified log stream does not exist.';

describe('log groups', () => {
  it('are described as AWS does', async () => {
    await create('/aws/kinesis-analytics/app');
    expect(await logs.ask('DescribeLogGroups', {})).toEqual({
      logGroups: [
        {
          logGroupName: '/aws/kinesis-analytics/app',
          creationTime: NOW,
          metricFilterCount: 0,
          arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/kinesis-analytics/app:*',
          logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/kinesis-analytics/app',
          logGroupClass: 'STANDARD',
          deletionProtectionEnabled: false,
          storedBytes: 0,
        },
      ],
    });
  });

  it('are found by prefix, by pattern, by identifier, a page at a time', async () => {
    for (const name of ['a/1', 'a/2', 'b/A', 'c']) await create(name);
    expect(await groupNames({ logGroupNamePrefix: 'a/' })).toEqual(['a/1', 'a/2']);
    expect(await groupNames({ logGroupNamePattern: '/A' })).toEqual(['b/A']);
    const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:c';
    expect(await groupNames({ logGroupIdentifiers: ['a/1', arn] })).toEqual(['a/1', 'c']);
    const first = await logs.ask('DescribeLogGroups', { limit: 3 });
    expect(first.logGroups).toHaveLength(3);
    expect(await groupNames({ limit: 3, nextToken: first.nextToken })).toEqual(['c']);
    expect(await logs.refusal('DescribeLogGroups', { nextToken: '!' })).toBe(
      'InvalidParameterException: The specified nextToken is invalid.',
    );
    expect(await logs.refusal('DescribeLogGroups', { logGroupNamePrefix: 'a', logGroupIdentifiers: ['b'] })).toBe(
      'InvalidParameterException: logGroupIdentifiers cannot be combined with a prefix, a pattern or a class.',
    );
    expect(await logs.refusal('DescribeLogGroups', { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' })).toBe(
      'InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  });

  it('are of one account and region', async () => {
    await create('g');
    const elsewhere = { account: '111111111111' };
    expect((await logs.ask('DescribeLogGroups', {}, elsewhere)).logGroups).toEqual([]);
    expect((await logs.ask('DescribeLogGroups', {}, { region: 'eu-west-1' })).logGroups).toEqual([]);
    await logs.ask('CreateLogGroup', { logGroupName: 'g' }, elsewhere);
  });

  it('exist once, and go with all they hold', async () => {
    await create('g');
    await stream('g', 's');
    await logs.put('g', 's', NOW, 'old');
    expect(await logs.refusal('CreateLogGroup', { logGroupName: 'g' })).toBe(
      'ResourceAlreadyExistsException: The specified log group already exists',
    );
    await logs.ask('DeleteLogGroup', { logGroupName: 'g' });
    expect(await logs.refusal('DeleteLogGroup', { logGroupName: 'g' })).toBe(NO_GROUP);
    await create('g');
    expect(await logs.refusal('GetLogEvents', { logGroupName: 'g', logStreamName: 's' })).toBe(NO_STREAM);
    await stream('g', 's');
    expect((await logs.ask('GetLogEvents', { logGroupName: 'g', logStreamName: 's' })).events).toEqual([]);
  });

  it('can be protected from deletion', async () => {
    await create('g', { deletionProtectionEnabled: true });
    expect(await logs.refusal('DeleteLogGroup', { logGroupName: 'g' })).toMatch(/^ValidationException: .*protected/);
    await logs.ask('PutLogGroupDeletionProtection', { logGroupIdentifier: 'g', deletionProtectionEnabled: false });
    await logs.ask('DeleteLogGroup', { logGroupName: 'g' });
  });

  it('have tags, by the old operations and the new', async () => {
    // — recorded AWS answers, LocalStack tests/aws/services/logs/test_logs.snapshot.json: test_list_tags_log_group
    await create('g', { tags: { env: 'testing1' } });
    const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:g';
    await logs.ask('TagResource', { resourceArn, tags: { test1: 'val1', test2: 'val1' } });
    await logs.ask('TagLogGroup', { logGroupName: 'g', tags: { test2: 'val2', test3: 'val3' } });
    const all = { env: 'testing1', test1: 'val1', test2: 'val2', test3: 'val3' };
    expect((await logs.ask('ListTagsForResource', { resourceArn })).tags).toEqual(all);
    expect((await logs.ask('ListTagsLogGroup', { logGroupName: 'g' })).tags).toEqual(all);
    await logs.ask('UntagLogGroup', { logGroupName: 'g', tags: ['env', 'test1'] });
    await logs.ask('UntagResource', { resourceArn: `${resourceArn}:*`, tagKeys: ['test3'] });
    expect((await logs.ask('ListTagsForResource', { resourceArn })).tags).toEqual({ test2: 'val2' });
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v']));
    expect(await logs.refusal('TagResource', { resourceArn, tags })).toMatch(/^TooManyTagsException: /);
    expect(await logs.refusal('ListTagsForResource', { resourceArn: 'arn:aws:logs:us-east-1:0:destination:d' })).toMatch(
      /^InvalidParameterException: .* is not the ARN of a log group\.$/,
    );
  });

  it('keep the retention they are given, if it is one of those there are', async () => {
    await create('g');
    await logs.ask('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 7 });
    expect((await logs.ask('DescribeLogGroups', {})).logGroups?.[0]?.retentionInDays).toBe(7);
    await logs.ask('DeleteRetentionPolicy', { logGroupName: 'g' });
    expect((await logs.ask('DescribeLogGroups', {})).logGroups?.[0]?.retentionInDays).toBeUndefined();
    expect(await logs.refusal('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 8 })).toMatch(
      /^InvalidParameterException: /,
    );
    expect(await logs.refusal('PutRetentionPolicy', { logGroupName: 'h', retentionInDays: 7 })).toBe(NO_GROUP);
  });
});

describe('log streams', () => {
  beforeEach(async () => {
    await create('g');
    for (const name of ['b', 'a', 'c']) await stream('g', name);
  });
  const names = async (input: object = {}) =>
    (await logs.ask('DescribeLogStreams', { logGroupName: 'g', ...input })).logStreams?.map((each) => each.logStreamName);

  it('are described as AWS does', async () => {
    await logs.put('g', 'a', NOW - 5000, 'first');
    await logs.clock.advance(1000);
    await logs.put('g', 'a', NOW - 9000, 'earlier');
    const { logStreams } = await logs.ask('DescribeLogStreams', { logGroupName: 'g', logStreamNamePrefix: 'a' });
    expect(logStreams).toEqual([
      {
        logStreamName: 'a',
        creationTime: NOW,
        firstEventTimestamp: NOW - 9000,
        lastEventTimestamp: NOW - 5000,
        lastIngestionTime: NOW + 1000,
        uploadSequenceToken: expect.stringMatching(/^\d{56}$/),
        arn: 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:a',
        storedBytes: 0,
      },
    ]);
  });

  it('are ordered by name or by their last event', async () => {
    await logs.put('g', 'c', NOW - 100, 'x');
    await logs.put('g', 'b', NOW - 200, 'x');
    await logs.put('g', 'a', NOW - 300, 'x');
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(await names({ descending: true })).toEqual(['c', 'b', 'a']);
    expect(await names({ orderBy: 'LastEventTime' })).toEqual(['a', 'b', 'c']);
    expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['c', 'b', 'a']);
    expect(
      await logs.refusal('DescribeLogStreams', { logGroupName: 'g', orderBy: 'LastEventTime', logStreamNamePrefix: 'a' }),
    ).toBe('InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.');
  });

  it('come a page at a time', async () => {
    const first = await logs.ask('DescribeLogStreams', { logGroupName: 'g', limit: 2 });
    expect(first.logStreams).toHaveLength(2);
    expect(await names({ limit: 2, nextToken: first.nextToken })).toEqual(['c']);
    expect(await logs.refusal('DescribeLogStreams', { logGroupName: 'g', nextToken: 'x' })).toBe(
      'InvalidParameterException: The specified nextToken is invalid.',
    );
  });

  it('are of a group that exists, named once', async () => {
    expect(await logs.refusal('CreateLogStream', { logGroupName: 'h', logStreamName: 's' })).toBe(NO_GROUP);
    expect(await logs.refusal('CreateLogStream', { logGroupName: 'g', logStreamName: 'a' })).toBe(
      'ResourceAlreadyExistsException: The specified log stream already exists',
    );
    expect(await logs.refusal('DescribeLogStreams', { logGroupName: 'h' })).toBe(NO_GROUP);
    // — recorded AWS answer, LocalStack test_logs.snapshot.json: test_create_and_delete_log_stream
    expect(await logs.refusal('DescribeLogStreams', { logGroupName: 'g', logGroupIdentifier: 'g' })).toBe(
      'ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    );
    expect(
      await names({ logGroupName: undefined, logGroupIdentifier: 'arn:aws:logs:us-east-1:000000000000:log-group:g' }),
    ).toEqual(['a', 'b', 'c']);
  });

  it('go with their events', async () => {
    await logs.put('g', 'a', NOW, 'old');
    await logs.ask('DeleteLogStream', { logGroupName: 'g', logStreamName: 'a' });
    expect(await logs.refusal('DeleteLogStream', { logGroupName: 'g', logStreamName: 'a' })).toBe(NO_STREAM);
    await stream('g', 'a');
    expect((await logs.ask('GetLogEvents', { logGroupName: 'g', logStreamName: 'a' })).events).toEqual([]);
  });
});

describe('ListLogGroups', () => {
  const listed = async (input: object) =>
    ((await logs.ask('ListLogGroups', input)).logGroups ?? []).map(({ logGroupName }) => logGroupName);

  it('finds groups by parts of their names and by tags, page by page', async () => {
    for (const [name, tags] of [
      ['list/orders', { stage: 'prod-1' }],
      ['list/payments', { stage: 'dev', team: 'a' }],
      ['other/orders', {}],
    ] as const) {
      await logs.ask('CreateLogGroup', { logGroupName: name, ...(Object.keys(tags).length > 0 && { tags }) });
    }
    expect(await listed({ logGroupNamePattern: 'orders' })).toEqual(['list/orders', 'other/orders']);
    expect(await listed({ logGroupNamePattern: '^list' })).toEqual(['list/orders', 'list/payments']);
    expect(await listed({ logGroupNamePattern: 'payments|^other' })).toEqual(['list/payments', 'other/orders']);
    // — recorded AWS answer, LocalStack test_logs_groups.snapshot.json: test_list_log_groups_with_pattern
    expect(await logs.ask('ListLogGroups', { logGroupNamePattern: 'nothing' })).toEqual({ logGroups: [], nextToken: undefined });
    expect(await listed({ logGroupNamePattern: '^list', logGroupTags: [{ key: 'stage' }] })).toHaveLength(2);
    expect(await listed({ logGroupTags: [{ key: 'stage', values: ['prod*'] }] })).toEqual(['list/orders']);
    expect(await listed({ logGroupTags: [{ key: 'stage', values: ['!prod*'] }] })).toEqual(['list/payments']);
    const { logGroups = [], nextToken } = await logs.ask('ListLogGroups', { logGroupNamePattern: '^list', limit: 1 });
    expect(logGroups).toEqual([
      {
        logGroupName: 'list/orders',
        logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:list/orders',
        logGroupClass: 'STANDARD',
      },
    ]);
    expect(await listed({ logGroupNamePattern: '^list', limit: 1, nextToken })).toEqual(['list/payments']);
    expect(await logs.refusal('ListLogGroups', { fieldIndexNames: ['a'] })).toMatch(/^InvalidParameterException/);
  });
});
