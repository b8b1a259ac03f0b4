import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ACCOUNT, ROOT, type Served, serve, USER } from './served.ts';

let served: Served;
let root: logs.CloudWatchLogsClient;
let user: logs.CloudWatchLogsClient;
beforeAll(async () => {
  served = await serve();
  const config = { endpoint: served.endpoint, region: 'us-east-1', maxAttempts: 1 };
  root = new logs.CloudWatchLogsClient({ ...config, credentials: ROOT });
  user = new logs.CloudWatchLogsClient({ ...config, credentials: USER });
});
afterAll(async () => {
  root.destroy();
  user.destroy();
  await served.close();
});

const main = { logGroupName: '/app', logStreamName: 'main' };
const put = (messages: string[], at = Date.now() - messages.length) =>
  new logs.PutLogEventsCommand({ ...main, logEvents: messages.map((message, i) => ({ timestamp: at + i, message })) });

/** `Code (status): sentence` of the error a call ends with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (thrown) {
    const { name, message, $metadata } = thrown as logs.CloudWatchLogsServiceException;
    return `${name} (${$metadata.httpStatusCode}): ${message}`;
  }
  return 'nothing was refused';
}

test('events go in and come out as they were', async () => {
  await root.send(new logs.CreateLogGroupCommand({ logGroupName: '/app', tags: { team: 'lab' } }));
  await root.send(new logs.CreateLogStreamCommand(main));
  const messages = ['plain', '{"messageType":"ERROR","n":1}', 'ünï🌍', 'two\nlines\t"quoted" \u0001'];
  const at = Date.now() - 10;
  const answer = await root.send(put(messages, at));
  expect(answer.rejectedLogEventsInfo).toBeUndefined();
  const got = await root.send(new logs.GetLogEventsCommand({ ...main, startFromHead: true }));
  expect(got.events?.map(({ timestamp, message }) => [timestamp, message])).toEqual(messages.map((m, i) => [at + i, m]));
  expect(got.events?.every(({ ingestionTime = 0 }) => ingestionTime >= at && ingestionTime <= Date.now())).toBe(true);
  expect(got.nextForwardToken).toMatch(/^f\/\d{56}\/s$/);
  expect(got.nextBackwardToken).toMatch(/^b\/\d{56}\/s$/);
  const found = await root.send(new logs.FilterLogEventsCommand({ logGroupName: '/app', filterPattern: '{ $.n = 1 }' }));
  expect(found.events).toEqual([
    {
      logStreamName: 'main',
      timestamp: at + 1,
      message: messages[1],
      ingestionTime: got.events?.[1]?.ingestionTime,
      eventId: expect.stringMatching(/^\d{56}$/),
    },
  ]);
  const { logGroups } = await root.send(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: '/app' }));
  expect(logGroups?.[0]?.arn).toBe(`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/app:*`);
});

test('a stream is followed by its forward token, and walked back by its backward token', async () => {
  const stream = { logGroupName: '/app', logStreamName: 'walk' };
  await root.send(new logs.CreateLogStreamCommand(stream));
  const at = Date.now() - 100;
  const logEvents = Array.from({ length: 5 }, (_, i) => ({ timestamp: at + i, message: `m${i}` }));
  await root.send(new logs.PutLogEventsCommand({ ...stream, logEvents }));
  const get = async (more: object) => {
    const { events = [], ...tokens } = await root.send(new logs.GetLogEventsCommand({ ...stream, limit: 2, ...more }));
    return { messages: events.map((event) => event.message), ...tokens };
  };
  const newest = await get({});
  expect(newest.messages).toEqual(['m3', 'm4']);
  const before = await get({ nextToken: newest.nextBackwardToken });
  expect(before.messages).toEqual(['m1', 'm2']);
  const oldest = await get({ nextToken: before.nextBackwardToken });
  expect(oldest.messages).toEqual(['m0']);
  const none = await get({ nextToken: oldest.nextBackwardToken });
  expect(none).toMatchObject({ messages: [], nextBackwardToken: oldest.nextBackwardToken });
  const end = await get({ nextToken: newest.nextForwardToken });
  expect(end).toMatchObject({ messages: [], nextForwardToken: newest.nextForwardToken });
  await root.send(new logs.PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: at + 50, message: 'later' }] }));
  expect((await get({ nextToken: end.nextForwardToken })).messages).toEqual(['later']);
});

describe('what cannot be', () => {
  test.each<[string, () => Promise<unknown>, string | RegExp]>([
    [
      'a group twice',
      () => root.send(new logs.CreateLogGroupCommand({ logGroupName: '/app' })),
      'ResourceAlreadyExistsException (400): The specified log group already exists',
    ],
    [
      'a stream of no group',
      () => root.send(new logs.CreateLogStreamCommand({ logGroupName: 'none', logStreamName: 's' })),
      'ResourceNotFoundException (400): The specified log group does not exist.',
    ],
    [
      'events of no stream',
      () => root.send(new logs.GetLogEventsCommand({ logGroupName: '/app', logStreamName: 'none' })),
      'ResourceNotFoundException (400): The specified log stream does not exist.',
    ],
    [
      'a name with forbidden characters',
      () => root.send(new logs.CreateLogGroupCommand({ logGroupName: 'a b' })),
      "InvalidParameterException (400): 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    ],
    [
      'a group with a name of more than 512 characters',
      () => root.send(new logs.CreateLogGroupCommand({ logGroupName: 'a'.repeat(513) })),
      'InvalidParameterException (400): Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
    ],
    [
      'a metric filter of a group with such a name',
      () => root.send(new logs.DeleteMetricFilterCommand({ logGroupName: 'a'.repeat(513), filterName: 'f' })),
      'InvalidParameterException (400): Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
    ],
    [
      'a metric filter with such a name',
      () => root.send(new logs.DeleteMetricFilterCommand({ logGroupName: '/app', filterName: 'f'.repeat(513) })),
      /^InvalidParameterException \(400\): 1 validation error detected: Value 'f+' at 'filterName' failed to satisfy constraint: Member must have length less than or equal to 512$/,
    ],
    [
      'events against the order of time',
      () =>
        root.send(
          new logs.PutLogEventsCommand({
            ...main,
            logEvents: [
              { timestamp: Date.now(), message: 'b' },
              { timestamp: Date.now() - 1000, message: 'a' },
            ],
          }),
        ),
      'InvalidParameterException (400): Log events in a single PutLogEvents request must be in chronological order.',
    ],
    [
      'more than a mebibyte at once',
      () => root.send(put(['x'.repeat(524_288 - 26), 'x'.repeat(524_288 - 25)])),
      /^InvalidParameterException \(400\): Upload too large: 1048577 bytes exceeds limit of 1048576$/,
    ],
    [
      'an operation that is not built',
      () => root.send(new logs.GetTransformerCommand({ logGroupIdentifier: 'g' })),
      /GetTransformer.*not supported by Millrace yet/s,
    ],
  ])('%s', async (_what, call, expected) => {
    expect(await refusal(call())).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });
});

describe('a user may', () => {
  const group = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/app`;
  const can = async (call: Promise<unknown>) => (await refusal(call)) === 'nothing was refused';
  const describeStreams = () => user.send(new logs.DescribeLogStreamsCommand({ logGroupName: '/app' }));
  const describeGroups = () => user.send(new logs.DescribeLogGroupsCommand({}));
  beforeEach(() => served.allow({ Action: 'kinesis:*', Resource: '*' }));

  test('nothing without a policy, and hears it in AWS’s words', async () => {
    // — observed in AWS's refusals: resources end in `:log-stream:` where no stream is named
    expect(await refusal(user.send(put(['x'])))).toBe(
      `AccessDeniedException (400): User: arn:aws:iam::${ACCOUNT}:user/eve is not authorized to perform: logs:PutLogEvents on resource: ${group}:log-stream:main because no identity-based policy allows the logs:PutLogEvents action`,
    );
    expect(await refusal(describeGroups())).toContain(
      `logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:${ACCOUNT}:log-group::log-stream: because`,
    );
    expect(await refusal(describeStreams())).toContain(`logs:DescribeLogStreams on resource: ${group}:log-stream: because`);
  });

  test('what the policy of the Managed Flink guide allows', async () => {
    // — developer guide of Managed Service for Apache Flink, "Create an IAM role": CloudWatch statements
    served.allow(
      { Action: 'logs:DescribeLogGroups', Resource: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:*` },
      { Action: 'logs:DescribeLogStreams', Resource: `${group}:log-stream:*` },
      { Action: 'logs:PutLogEvents', Resource: `${group}:log-stream:main` },
    );
    expect(await can(describeGroups())).toBe(true);
    expect(await can(describeStreams())).toBe(true);
    expect(await can(user.send(put(['x'])))).toBe(true);
    const other = new logs.PutLogEventsCommand({ ...main, logStreamName: 'walk', logEvents: [] });
    expect(await can(user.send(other))).toBe(false);
    expect(await can(user.send(new logs.FilterLogEventsCommand({ logGroupName: '/app' })))).toBe(false);
  });

  test('create groups, but give them tags only with the permission for that', async () => {
    const arn = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:tagged`;
    const create = new logs.CreateLogGroupCommand({ logGroupName: 'tagged', tags: { a: 'b' } });
    served.allow({ Action: 'logs:CreateLogGroup', Resource: `${arn}:*` });
    expect(await refusal(user.send(create))).toBe(
      `AccessDeniedException (400): User with accountId: ${ACCOUNT} is not authorized to perform CreateLogGroup with Tags. An additional permission "logs:TagResource" is required.`,
    );
    served.allow({ Action: 'logs:CreateLogGroup', Resource: `${arn}:*` }, { Action: 'logs:TagResource', Resource: arn });
    await user.send(create);
  });

  test('everything in a group named with `:*`, but nothing by its bare name except its tags', async () => {
    const filter = () => user.send(new logs.FilterLogEventsCommand({ logGroupName: '/app' }));
    const tags = () => user.send(new logs.ListTagsForResourceCommand({ resourceArn: group }));
    served.allow({ Action: 'logs:*', Resource: `${group}:*` });
    expect([await can(filter()), await can(tags()), await can(describeGroups())]).toEqual([true, false, false]);
    served.allow({ Action: 'logs:*', Resource: group });
    expect([await can(filter()), await can(tags())]).toEqual([false, true]);
  });
});
