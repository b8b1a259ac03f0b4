import type { Scope } from '#core';
import type { LogStore } from './store.ts';

/** What a log group takes for being there. */
export interface GroupUsage {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly storedBytes: number;
}

export const usageOf = (store: LogStore): GroupUsage[] =>
  [...store.everywhere()].map(({ scope, group, streams }) => ({
    scope,
    name: group.name,
    tags: group.tags,
    storedBytes: streams.reduce((sum, stream) => sum + store.ledger.of(stream).bytes, 0),
  }));

/** aws: what an event counts beside its message — CloudWatch Logs quotas, PutLogEvents */
const OVERHEAD = 26;

export const bytesOf = (events: readonly { readonly message: string }[]): number =>
  events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + OVERHEAD, 0);
