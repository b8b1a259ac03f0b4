import { expect, test } from 'vitest';
import type { ApiCall } from '#core';
import { actionOf } from './actions.ts';
import { namedBy, resourcesOf } from './resources.ts';
import { putParameters } from './streams.ts';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
const CONSUMER = `${STREAM}/consumer/c:1789817441`;
const scope = { partition: 'aws', region: 'us-east-1', account: '000000000000' };
const called = (operation: string, input: object, more: object = {}) =>
  ({ service: { name: 'kinesis' }, operation, input, scope, ...more }) as never as ApiCall;
const resources = (operation: string, input: object) =>
  resourcesOf(called(operation, input), actionOf('kinesis', operation))?.map(({ accountId, type, ARN }) => [
    accountId,
    type,
    ARN,
  ]);
const names = (operation: string, input: object, more?: object) =>
  namedBy(called(operation, input, more), actionOf('kinesis', operation)).map(({ type, name }) => [type.split('::')[2], name]);
const stream = [['000000000000', 'AWS::Kinesis::Stream', STREAM]];
const consumer = (ARN: string) => [['000000000000', 'AWS::Kinesis::StreamConsumer', ARN]];

// aws: recorded: radkawar/stackd, testdata/aws/kinesis/control_audit.json, perCallEvidence (9dc356f)
test.each([
  ['DescribeLimits', {}, undefined],
  ['DescribeStream', { StreamARN: STREAM }, stream],
  ['TagResource', { ResourceARN: STREAM, Tags: { a: 'b' } }, stream],
  ['TagResource', { ResourceARN: CONSUMER, Tags: { a: 'b' } }, consumer(CONSUMER)],
  ['RegisterStreamConsumer', { StreamARN: STREAM, ConsumerName: 'c' }, stream],
  ['DescribeStreamConsumer', { ConsumerARN: CONSUMER }, consumer(CONSUMER)],
  ['DescribeStreamConsumer', { StreamARN: STREAM, ConsumerName: 'c' }, consumer(`${STREAM}/consumer/c`)],
  ['DeregisterStreamConsumer', { StreamARN: STREAM, ConsumerName: 'c' }, consumer(`${STREAM}/consumer/c`)],
  ['SubscribeToShard', { ConsumerARN: CONSUMER, ShardId: 'shardId-000000000000' }, consumer(CONSUMER)],
  ['PutRecord', { StreamName: 's' }, stream],
])('the resources of %s %j', (operation, input, told) => expect(resources(operation, input)).toEqual(told));

test.each([
  ['CreateStream', { StreamName: 's', ShardCount: 1 }, [['Stream', 's']]],
  ['DescribeStream', { StreamARN: STREAM }, []],
  ['TagResource', { ResourceARN: STREAM }, []],
  ['UpdateMaxRecordSize', { StreamARN: STREAM, MaxRecordSizeInKiB: 2048 }, []],
  [
    'DeregisterStreamConsumer',
    { StreamARN: STREAM, ConsumerName: 'c' },
    [
      ['Stream', STREAM],
      ['StreamConsumer', 'c'],
    ],
  ],
  [
    'StopStreamEncryption',
    { KeyId: 'alias/k', StreamARN: STREAM },
    [
      ['Key', 'alias/k'],
      ['Stream', STREAM],
    ],
  ],
])('what %s %j is found by', (operation, input, told) => expect(names(operation, input)).toEqual(told));

test('a consumer is found by its new ARN; a call that was denied by nothing', () => {
  const input = { StreamARN: STREAM, ConsumerName: 'c' };
  const output = { Consumer: { ConsumerName: 'c', ConsumerARN: CONSUMER } };
  expect(names('RegisterStreamConsumer', input, { output })).toEqual([
    ['Stream', STREAM],
    ['StreamConsumer', 'c'],
    ['StreamConsumer', CONSUMER],
  ]);
  expect(names('RegisterStreamConsumer', input, { error: { code: 'AccessDeniedException' } })).toEqual([]);
});

// aws: recorded: radkawar/stackd, testdata/aws/kinesis/audit_depth.json, perOperationEvidence (9dc356f)
test('what puts records is told as a read, by the ARN of the stream', () => {
  expect(['PutRecord', 'PutRecords', 'CreateStream'].map((name) => actionOf('kinesis', name).readOnly)).toEqual([
    true,
    true,
    false,
  ]);
  const input = { StreamName: 's', Records: [{ Data: 'x', PartitionKey: 'k' }] };
  expect(putParameters(called('PutRecords', input))).toEqual({ streamARN: STREAM });
  expect(putParameters(called('PutRecord', { StreamARN: STREAM, PartitionKey: 'k', DryRun: true }))).toEqual({
    streamARN: STREAM,
    dryRun: true,
  });
});
