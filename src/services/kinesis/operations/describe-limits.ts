import type { DescribeLimitsInput, DescribeLimitsOutput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';

export const describeLimits: Operation<DescribeLimitsInput, DescribeLimitsOutput, KinesisDeps> = {
  access: () => ({ resource: '*' }),
  run: (_input, { scope }, { streams, limits }) => {
    const all = streams.in(scope).all();
    return {
      ShardLimit: limits.shards,
      OpenShardCount: all.reduce((sum, stream) => sum + stream.open.length, 0),
      OnDemandStreamCount: all.filter(({ row }) => row.mode === 'ON_DEMAND').length,
      OnDemandStreamCountLimit: limits.onDemandStreams,
    };
  },
};
