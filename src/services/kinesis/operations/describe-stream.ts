import type { DescribeStreamInput, DescribeStreamOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream, streamOf } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { shardShape } from '../shapes.ts';
import { isForgotten, shardName, statusOf, wholeSecond } from '../stream.ts';

/** — aws: API reference, DescribeStream */
const DEFAULT_LIMIT = 100;

export const describeStream: Operation<DescribeStreamInput, DescribeStreamOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const { row, arn } = streamOf(input, call, deps);
    const now = deps.clock.millis();
    const status = statusOf(row, now);
    const limit = input.Limit ?? DEFAULT_LIMIT;
    const after = input.ExclusiveStartShardId ?? '';
    // aws: a stream that is being created or deleted shows no shards — observed by kinesalite; recorded: radkawar/stackd,
    // testdata/aws/kinesis/controls.json, seq 226 (9dc356f)
    const hidden = status === 'CREATING' || status === 'DELETING';
    const shards = hidden ? [] : row.shards.filter((shard) => !isForgotten(row, shard, now) && shardName(shard.number) > after);
    return {
      StreamDescription: {
        StreamName: row.name,
        StreamARN: arn,
        StreamStatus: status,
        StreamModeDetails: { StreamMode: row.mode },
        Shards: shards.slice(0, limit).map(shardShape),
        HasMoreShards: shards.length > limit,
        RetentionPeriodHours: row.retentionHours,
        StreamCreationTimestamp: wholeSecond(row.createdAt),
        EnhancedMonitoring: [{ ShardLevelMetrics: row.metrics }],
        EncryptionType: row.encryption?.type ?? 'NONE',
        KeyId: row.encryption?.keyId,
      },
    };
  },
};
