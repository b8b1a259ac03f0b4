import { type Access, type AwsError, type Call, parseArn, type Scope } from '#core';
import { type ConsumerAddress, type ConsumerRow, consumerArn } from './consumer.ts';
import type { KinesisDeps } from './deps.ts';
import {
  consumerNotFound,
  consumerNotNamed,
  nameAndArnDiffer,
  notAStreamArn,
  otherRegion,
  streamIdDiffers,
  streamNotActive,
  streamNotFound,
  streamNotNamed,
} from './errors.ts';
import type { Stream } from './live.ts';
import { statusOf, streamArn } from './stream.ts';

/** How requests name a stream. */
export interface StreamNaming {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
  readonly StreamId?: string | undefined;
  readonly StreamCreationTimestamp?: Date | undefined;
}

export interface StreamAddress {
  /** The account and region that own the stream: an ARN may name another account's. */
  readonly scope: Scope;
  readonly name: string;
}

const STREAM = /^stream\/([a-zA-Z0-9_.-]+)$/;
const CONSUMER = /^stream\/([a-zA-Z0-9_.-]+)\/consumer\/([a-zA-Z0-9_.-]+):(\d+)$/;

const scopeOfArn = (arn: { account: string; region: string; partition: string }): Scope => ({
  partition: arn.partition,
  account: arn.account,
  region: arn.region,
});

let lastArn = '';
let lastAddress: StreamAddress | undefined;

/** Remembered, since a request asks for its stream more than once, and the next one mostly for the same. */
export function addressOfArn(arn: string): StreamAddress | undefined {
  if (arn === lastArn) return lastAddress;
  const parsed = parseArn(arn);
  const name = STREAM.exec(parsed?.resource ?? '')?.[1];
  lastAddress = parsed?.service === 'kinesis' && name !== undefined ? { scope: scopeOfArn(parsed), name } : undefined;
  lastArn = arn;
  return lastAddress;
}

export function consumerOfArn(arn: string): ConsumerAddress | undefined {
  const parsed = parseArn(arn);
  const [, stream, consumer, seconds] = CONSUMER.exec(parsed?.resource ?? '') ?? [];
  if (parsed?.service !== 'kinesis' || stream === undefined || consumer === undefined) return undefined;
  return { scope: scopeOfArn(parsed), stream, consumer, createdSeconds: Number(seconds) };
}

/** Which stream is meant. */
export function addressOf(input: StreamNaming, scope: Scope): StreamAddress {
  if (input.StreamARN !== undefined) {
    const address = addressOfArn(input.StreamARN);
    if (!address) throw notAStreamArn(input.StreamARN);
    if (address.scope.region !== scope.region) throw otherRegion(input.StreamARN);
    if (input.StreamName !== undefined && input.StreamName !== address.name) {
      throw nameAndArnDiffer(input.StreamName, address.name);
    }
    return address;
  }
  if (input.StreamName === undefined) throw streamNotNamed();
  return { scope, name: input.StreamName };
}

/** The right to act on the stream a request names. */
export const onStream = (input: StreamNaming, scope: Scope): Access => {
  const address = addressOf(input, scope);
  return accessTo(streamArn(address.scope, address.name), address.scope);
};

export const accessTo = (resource: string, owner: Scope): Access => ({ resource, resourceAccount: owner.account });

/** The stream a request names; being deleted counts as being there. */
export function streamOf(input: StreamNaming, call: Call, deps: KinesisDeps): Stream {
  const { scope, name } = addressOf(input, call.scope);
  const stream = deps.streams.in(scope).find(name);
  if (!stream) throw streamNotFound(name, scope.account);
  // aws: tells streams of one name apart — API reference, ListShards; clients round it to seconds
  const { StreamCreationTimestamp: created } = input;
  if (created && Math.abs(created.getTime() - stream.row.createdAt) >= 1000) throw streamNotFound(name, scope.account);
  if (input.StreamId !== undefined && input.StreamId !== stream.row.id) throw streamIdDiffers();
  return stream;
}

/** The stream a request is to change. */
export function activeStreamOf(input: StreamNaming, call: Call, deps: KinesisDeps): Stream {
  const stream = streamOf(input, call, deps);
  const status = statusOf(stream.row, deps.clock.millis());
  if (status !== 'ACTIVE') throw streamNotActive(stream.row.name, stream.scope.account, status);
  return stream;
}

export interface ConsumerNaming {
  readonly StreamARN?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly ConsumerARN?: string | undefined;
}

/** The right to act on a consumer. By name its moment of creation is not known yet, so a policy must allow all of them. */
export function onConsumer(input: ConsumerNaming, scope: Scope): Access {
  if (input.ConsumerARN !== undefined) {
    const address = consumerOfArn(input.ConsumerARN);
    if (!address) throw consumerNotNamed();
    return accessTo(input.ConsumerARN, address.scope);
  }
  if (input.StreamARN === undefined || input.ConsumerName === undefined) throw consumerNotNamed();
  const address = addressOf({ StreamARN: input.StreamARN }, scope);
  return accessTo(`${input.StreamARN}/consumer/${input.ConsumerName}:*`, address.scope);
}

/** The consumer a request names, and its stream. */
export function consumerOf(
  input: ConsumerNaming,
  call: Call,
  deps: KinesisDeps,
  missing: (consumer: string, stream: string, account: string, createdSeconds?: number) => AwsError = consumerNotFound,
): { stream: Stream; consumer: ConsumerRow } {
  const byArn = input.ConsumerARN === undefined ? undefined : consumerOfArn(input.ConsumerARN);
  const name = byArn?.consumer ?? input.ConsumerName;
  if (name === undefined || (input.ConsumerARN !== undefined && !byArn)) throw consumerNotNamed();
  const naming = byArn ? { StreamARN: streamArn(byArn.scope, byArn.stream) } : { StreamARN: input.StreamARN };
  const stream = streamOf(naming, call, deps);
  const consumer = deps.streams.in(stream.scope).consumers(stream).find(name);
  if (!consumer || (byArn && consumerArn(stream.arn, consumer) !== input.ConsumerARN)) {
    throw missing(name, stream.row.name, stream.scope.account, byArn?.createdSeconds);
  }
  return { stream, consumer };
}
