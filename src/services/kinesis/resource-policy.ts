import type { PinnedPolicy } from '#auth';
import type { Scope } from '#core';
import { addressOfArn, consumerOfArn } from './address.ts';
import { consumerArn } from './consumer.ts';
import type { Streams } from './store.ts';

/** The resource-based policy of a stream or of a consumer. */
export function resourcePolicy(streams: Streams, resource: string, scope: Scope): string | undefined {
  const consumer = resource.includes('/consumer/') ? consumerOfArn(resource) : undefined;
  if (consumer) {
    const here = streams.in({ ...consumer.scope, partition: scope.partition });
    const stream = here.find(consumer.stream);
    const row = stream && here.consumers(stream).find(consumer.consumer);
    return row && consumerArn(stream.arn, row) === resource ? inForce(row) : undefined;
  }
  const stream = addressOfArn(resource);
  const row = stream && streams.in(stream.scope).find(stream.name)?.row;
  return row && inForce(row);
}

const inForce = ({ policy, policyInForce }: PinnedPolicy) => policyInForce ?? policy;
