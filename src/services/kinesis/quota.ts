import type { Scope } from '#core';
import { shardLimitExceeded } from './errors.ts';
import type { Limits } from './limits.ts';
import type { ScopedStreams } from './store.ts';

/** — aws: the quota of shards is one of provisioned streams; developer guide, "Quotas and limits" */
export function checkShardQuota(here: ScopedStreams, scope: Scope, limits: Limits, more: number): void {
  const provisioned = here.all().filter(({ row }) => row.mode === 'PROVISIONED');
  const open = provisioned.reduce((sum, stream) => sum + stream.open.length, 0);
  if (open + more > limits.shards) throw shardLimitExceeded(scope.account, scope.region, open, limits.shards, more);
}
