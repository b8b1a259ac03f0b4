import type { PinnedPolicy } from '#auth';
import type { Access, Call, Scope } from '#core';
import { accessTo, addressOfArn, consumerOf, consumerOfArn, streamOf } from './address.ts';
import { note } from './change.ts';
import type { KinesisDeps } from './deps.ts';
import { notAStreamArn } from './errors.ts';

/** A stream or a consumer, named by its ARN: what tags and policies are attached to. */
export interface Resource {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: PinnedPolicy;
  change(changes: PinnedPolicy & { readonly tags?: Readonly<Record<string, string>> }): void;
}

interface Naming {
  readonly ResourceARN: string;
  readonly StreamId?: string | undefined;
}

export const onResource = ({ ResourceARN: arn }: Naming): Access => {
  const scope: Scope | undefined = (consumerOfArn(arn) ?? addressOfArn(arn))?.scope;
  if (!scope) throw notAStreamArn(arn);
  return accessTo(arn, scope);
};

export function resourceOf({ ResourceARN: arn, StreamId }: Naming, call: Call, deps: KinesisDeps): Resource {
  if (consumerOfArn(arn)) {
    const { stream, consumer } = consumerOf({ ConsumerARN: arn }, call, deps);
    return {
      arn,
      name: consumer.name,
      account: stream.scope.account,
      tags: consumer.tags,
      policy: consumer,
      change: (changes) => deps.streams.in(stream.scope).consumers(stream).put(merged(consumer, changes)),
    };
  }
  const stream = streamOf({ StreamARN: arn, StreamId }, call, deps);
  return {
    arn,
    name: stream.row.name,
    account: stream.scope.account,
    tags: stream.row.tags,
    policy: stream.row,
    change: (changes) => note({ ...stream, row: merged(stream.row, changes) }, deps, {}),
  };
}

/** With the changes; what is changed to undefined is gone. */
function merged<Row>(row: Row, changes: PinnedPolicy & { readonly tags?: Readonly<Record<string, string>> }): Row {
  return Object.fromEntries(Object.entries({ ...row, ...changes }).filter(([, value]) => value !== undefined)) as Row;
}
