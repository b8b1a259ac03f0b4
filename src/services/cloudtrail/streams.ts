// What is told of Kinesis Data Streams.
// aws: recorded: radkawar/stackd, testdata/aws/kinesis/control_audit.json, perCallEvidence; audit_depth.json, perOperationEvidence (9dc356f)
import { type ApiCall, arnOf, parseArn } from '#core';
import { type Fields, fieldsOf } from './fields.ts';

const STREAM = 'AWS::Kinesis::Stream';
const CONSUMER = 'AWS::Kinesis::StreamConsumer';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** aws: whatever puts records is told as if it only read — audit_depth.json, PutRecord, PutRecords */
export const putsRecords = (service: string, operation: string): boolean => service === 'kinesis' && PUTS.test(operation);
const PUTS = /^PutRecords?$/;

function streamArnOf({ input, scope }: ApiCall): string | undefined {
  const { StreamName, StreamARN } = fieldsOf(input);
  return textOf(StreamARN) ?? (typeof StreamName === 'string' ? arnOf('kinesis', scope, `stream/${StreamName}`) : undefined);
}

/** The `resources` element: the consumer, or else the stream. aws: one that is found by its name has no time in its ARN — seq 44, 115, 116 */
export function streamResources(call: ApiCall): { accountId: string; type: string; ARN: string }[] | undefined {
  const { operation, input, scope } = call;
  const { ConsumerARN, ConsumerName, ResourceARN } = fieldsOf(input);
  const stream = streamArnOf(call);
  const isNamed = operation !== 'RegisterStreamConsumer' && stream !== undefined && typeof ConsumerName === 'string';
  const consumer = textOf(ConsumerARN) ?? (isNamed ? `${stream}/consumer/${ConsumerName}` : undefined);
  const arn = consumer ?? textOf(ResourceARN) ?? stream;
  if (arn === undefined) return undefined;
  const parsed = parseArn(arn);
  const type = parsed?.resource.includes('/consumer/') ? CONSUMER : STREAM;
  return [{ accountId: parsed?.account ?? scope.account, type, ARN: arn }];
}

/** What LookupEvents finds a change by. aws: no call that only reads, none that was denied, none by `ResourceARN`, no UpdateMaxRecordSize (seq 82, 85) */
export function streamNames({ operation, input, output }: ApiCall, hidden: boolean): { type: string; name: string }[] {
  if (hidden || operation === 'UpdateMaxRecordSize') return [];
  const named = Object.entries(fieldsOf(input)).flatMap(([member, name]) => {
    const type = NAMING[member];
    return type !== undefined && typeof name === 'string' ? [{ type, name }] : [];
  });
  const { ConsumerARN: registered } = fieldsOf(fieldsOf(output)['Consumer']);
  return typeof registered === 'string' ? [...named, { type: CONSUMER, name: registered }] : named;
}

const NAMING: Readonly<Record<string, string>> = {
  StreamName: STREAM,
  StreamARN: STREAM,
  ConsumerName: CONSUMER,
  ConsumerARN: CONSUMER,
  KeyId: 'AWS::KMS::Key',
};

/** aws: of what puts records the stream is told by its ARN, however it was named, and nothing else — audit_depth.json, PutRecord, PutRecords */
export function putParameters(call: ApiCall): Fields {
  const { DryRun: dryRun } = fieldsOf(call.input);
  return { streamARN: streamArnOf(call), ...(typeof dryRun === 'boolean' && { dryRun }) };
}
