import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsError } from '#core';
import { NOW, openTestLogs, type TestLogs } from '../../../test/harness/logs.ts';

let logs: TestLogs;
const G = { logGroupName: 'g' };
const FILTER = {
  ...G,
  filterName: 'f',
  filterPattern: 'ERROR',
  destinationArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/out',
  roleArn: 'arn:aws:iam::000000000000:role/deliver',
};

beforeEach(async () => {
  logs = await openTestLogs();
  await logs.ask('CreateLogGroup', G);
  for (const logStreamName of ['s', 't']) await logs.ask('CreateLogStream', { ...G, logStreamName });
});
afterEach(() => logs.close());

interface Payload {
  readonly messageType: string;
  readonly logStream: string;
  readonly subscriptionFilters: string[];
  readonly logEvents: { id: string; timestamp: number; message: string }[];
}
const payloads = () => logs.delivered.map(({ data }) => JSON.parse(gunzipSync(data).toString()) as Payload);
const messages = () =>
  payloads().flatMap(({ messageType, logEvents }) =>
    messageType === 'DATA_MESSAGE' ? logEvents.map(({ message }) => message) : [],
  );
const subscribe = (more: object = {}) => logs.ask('PutSubscriptionFilter', { ...FILTER, ...more });

describe('delivery', () => {
  it('begins with a test message, and is of what comes after', async () => {
    await logs.put('g', 's', NOW, 'ERROR before');
    await subscribe();
    // the User Guide's payload
    expect(payloads()).toEqual([
      {
        messageType: 'CONTROL_MESSAGE',
        owner: 'CloudwatchLogs',
        logGroup: '',
        logStream: '',
        subscriptionFilters: [],
        logEvents: [{ id: '', timestamp: NOW, message: 'CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.' }],
      },
    ]);
    await logs.put('g', 's', NOW, 'ERROR 1', 'fine', 'ERROR 2');
    await vi.waitFor(() => expect(logs.delivered).toHaveLength(2));
    const { events = [] } = await logs.ask('FilterLogEvents', { ...G, filterPattern: 'ERROR -before' });
    expect(payloads()[1]).toEqual({
      messageType: 'DATA_MESSAGE',
      owner: '000000000000',
      logGroup: 'g',
      logStream: 's',
      subscriptionFilters: ['f'],
      logEvents: events.map(({ eventId, timestamp, message }) => ({ id: eventId, timestamp, message })),
    });
    expect(messages()).toEqual(['ERROR 1', 'ERROR 2']);
    expect(logs.delivered[1]?.to).toEqual({
      scope: { partition: 'aws', account: '000000000000', region: 'us-east-1' },
      groupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:g:*',
      roleArn: FILTER.roleArn,
      streamArn: FILTER.destinationArn,
    });
  });

  it('keeps a log stream together, or spreads it', async () => {
    const keys = () => new Set(logs.delivered.slice(1).map(({ partitionKey }) => partitionKey)).size;
    await subscribe();
    for (let i = 0; i < 3; i++) {
      await logs.put('g', 's', NOW, `ERROR ${i}`);
      await vi.waitFor(() => expect(messages()).toHaveLength(i + 1));
    }
    expect(keys()).toBe(1);
    logs.delivered.length = 0;
    await subscribe({ distribution: 'Random' });
    for (let i = 0; i < 3; i++) {
      await logs.put('g', 's', NOW, `ERROR ${i}`);
      await vi.waitFor(() => expect(messages()).toHaveLength(i + 1));
    }
    expect(keys()).toBe(3);
  });

  it('parts what one record cannot hold', async () => {
    await subscribe({ filterPattern: '' });
    const noise = (seed: number) =>
      Array.from({ length: 90_000 }, (_, i) => ((Math.sin(seed + i) * 1e6) | 0).toString(36)).join('');
    const all = [noise(1), noise(2)];
    await logs.put('g', 's', NOW, ...all);
    await logs.put('g', 't', NOW, ...all);
    await vi.waitFor(() => expect(messages()).toHaveLength(4), 10_000);
    expect(Math.max(...logs.delivered.map(({ data }) => data.length))).toBeLessThan(1_048_576);
  }, 20_000);

  it('is tried again until it arrives, in order', async () => {
    await subscribe();
    logs.refuse = () => new AwsError('ProvisionedThroughputExceededException', 'slow', { status: 400 });
    await logs.put('g', 's', NOW, 'ERROR 1');
    await logs.put('g', 's', NOW, 'ERROR 2');
    for (let i = 0; i < 5; i++) {
      await new Promise((done) => setImmediate(done));
      await logs.clock.advance(1000);
    }
    expect(messages()).toEqual([]);
    logs.refuse = undefined;
    await vi.waitFor(async () => {
      await logs.clock.advance(30_000);
      expect(messages()).toEqual(['ERROR 1', 'ERROR 2']);
    });
  });

  it('passes over what the stream will never take', async () => {
    await subscribe();
    let refused = 0;
    logs.refuse = () => {
      refused++;
      logs.refuse = undefined;
      return new AwsError('InvalidArgumentException', 'too large', { status: 400 });
    };
    await logs.put('g', 's', NOW, 'ERROR 1');
    await vi.waitFor(() => expect(refused).toBe(1));
    await logs.put('g', 's', NOW, 'ERROR 2');
    await vi.waitFor(() => expect(messages()).toEqual(['ERROR 2']));
  });

  it('goes on where it was after a restart', async () => {
    await subscribe();
    await logs.put('g', 's', NOW, 'ERROR 1');
    await vi.waitFor(() => expect(messages()).toEqual(['ERROR 1']));
    logs.refuse = () => new Error('the stream is away');
    await logs.put('g', 's', NOW, 'ERROR 2');
    await logs.reopen();
    logs.refuse = undefined;
    await vi.waitFor(async () => {
      await logs.clock.advance(1000);
      expect(messages()).toEqual(['ERROR 1', 'ERROR 2']);
    });
  });

  it('ends with the filter, and with its group', async () => {
    await subscribe();
    await subscribe({ filterName: 'h' });
    await logs.ask('DeleteSubscriptionFilter', { ...G, filterName: 'f' });
    await logs.put('g', 's', NOW, 'ERROR 1');
    await vi.waitFor(() => expect(payloads().at(-1)?.subscriptionFilters).toEqual(['h']));
    expect(messages()).toEqual(['ERROR 1']);
    await logs.ask('DeleteLogGroup', G);
    await logs.ask('CreateLogGroup', G);
    expect((await logs.ask('DescribeSubscriptionFilters', G)).subscriptionFilters).toEqual([]);
  });
});

describe('filters', () => {
  it('are described as they were put', async () => {
    await subscribe();
    await subscribe({ filterName: 'h', distribution: 'Random' });
    await subscribe({ filterPattern: '' });
    const first = await logs.ask('DescribeSubscriptionFilters', { ...G, limit: 1 });
    // recorded AWS answer, LocalStack tests/aws/services/logs/test_logs_subscription_filters.snapshot.json
    expect(first.subscriptionFilters).toEqual([
      { ...FILTER, filterPattern: '', distribution: 'ByLogStream', creationTime: NOW, applyOnTransformedLogs: false },
    ]);
    const { nextToken } = first;
    const second = await logs.ask('DescribeSubscriptionFilters', { ...G, nextToken });
    expect(second.subscriptionFilters?.map(({ filterName }) => filterName)).toEqual(['h']);
    const named = await logs.ask('DescribeSubscriptionFilters', { ...G, filterNamePrefix: 'h' });
    expect(named.subscriptionFilters).toHaveLength(1);
  });

  it('are refused where AWS refuses them', async () => {
    const refusal = (more: object) => logs.refusal('PutSubscriptionFilter', { ...FILTER, ...more });
    expect(await refusal({ roleArn: undefined })).toBe(
      'InvalidParameterException: destinationArn for vendor kinesis cannot be used without roleArn',
    );
    const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    expect(await refusal({ destinationArn: lambda })).toContain('to Kinesis data streams only');
    expect(await refusal({ applyOnTransformedLogs: true })).toContain('transformed logs');
    expect(await refusal({ emitSystemFields: ['@aws.account'] })).toContain('system fields');
    expect(await refusal({ logGroupName: 'gone' })).toContain('The specified log group does not exist.');
    expect(await refusal({ filterPattern: 'a:b' })).toContain('Invalid character(s)');
    logs.refuse = () => new AwsError('AccessDenied', 'no', { status: 403 });
    expect(await refusal({})).toBe(
      'InvalidParameterException: Could not deliver test message to specified Kinesis stream. Check if the given Kinesis stream is in ACTIVE state.',
    );
    logs.refuse = undefined;
    await subscribe();
    await subscribe({ filterName: 'h' });
    expect(await refusal({ filterName: 'i' })).toBe('LimitExceededException: Resource limit exceeded.');
    expect(await logs.refusal('DeleteSubscriptionFilter', { ...G, filterName: 'i' })).toBe(
      'ResourceNotFoundException: The specified subscription filter does not exist.',
    );
  });
});
