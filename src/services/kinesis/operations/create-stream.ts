import type { CreateStreamInput, Empty } from '#api/kinesis';
import type { Operation } from '#core';
import { accessTo } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { badCombination, cannotResize, shardCountNotExpected, streamExists, tooManyCreating, tooManyTags } from '../errors.ts';
import { evenRanges } from '../hash-key.ts';
import { checkWarm, ON_DEMAND_SHARDS } from '../on-demand.ts';
import { checkShardQuota } from '../quota.ts';
import { DEFAULT_RETENTION_HOURS, type StreamRow, statusOf, streamArn } from '../stream.ts';
import { checkTags } from '../tags.ts';

/** — aws: API reference, CreateStream: five streams may be CREATING at any time */
const AT_ONCE = 5;
/** — the model: `[a-z0-9]{20}-[a-z0-9]{3}` */
const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';

export const createStream: Operation<CreateStreamInput, Empty, KinesisDeps> = {
  access: (input, scope) => {
    const create = accessTo(streamArn(scope, input.StreamName), scope);
    // aws: tags need the right to add them, not that of TagResource — recorded in radkawar/stackd, controls.json
    return input.Tags ? [create, { ...create, action: 'kinesis:AddTagsToStream' }] : create;
  },
  run: (input, { scope }, { streams, database, clock, ids, limits, transitionMillis }) => {
    // aws: with neither mode nor shards a stream is ON_DEMAND: it was seen to have four shards — localstack's recorded answers, test_create_stream_without_shard_count
    const mode = input.StreamModeDetails?.StreamMode ?? (input.ShardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
    if (mode === 'PROVISIONED' && input.ShardCount === undefined) {
      throw badCombination('ShardCount is required when StreamMode is PROVISIONED.');
    }
    if (mode === 'ON_DEMAND' && input.ShardCount !== undefined) throw shardCountNotExpected();
    if (mode === 'PROVISIONED' && input.WarmThroughputMiBps !== undefined) {
      throw badCombination('WarmThroughputMiBps is for streams with StreamMode ON_DEMAND only.');
    }
    if (input.ShardCount === 0) throw badCombination('ShardCount must be at least 1.');
    if (input.Tags) checkTags(input.Tags, {}, () => tooManyTags('stream', input.StreamName, scope.account));
    checkWarm(input.WarmThroughputMiBps);
    const count = input.ShardCount ?? Math.max(ON_DEMAND_SHARDS, input.WarmThroughputMiBps ?? 0);
    database.transaction(() => {
      const here = streams.in(scope);
      if (here.find(input.StreamName)) throw streamExists(input.StreamName, scope.account);
      const others = here.all();
      const passing = others.filter(({ row }) => ['CREATING', 'DELETING'].includes(statusOf(row, clock.millis())));
      if (limits.throttle && passing.length >= AT_ONCE) throw tooManyCreating(AT_ONCE);
      if (mode === 'PROVISIONED') checkShardQuota(here, scope, limits, count);
      if (mode === 'ON_DEMAND' && others.filter(({ row }) => row.mode === mode).length >= limits.onDemandStreams) {
        throw cannotResize(`The account can have at most ${limits.onDemandStreams} streams with StreamMode ON_DEMAND.`);
      }
      const now = clock.millis();
      const row: StreamRow = {
        name: input.StreamName,
        id: `${ids.text(20, LOWER_ALPHANUMERIC)}-${ids.text(3, LOWER_ALPHANUMERIC)}`,
        createdAt: now,
        underway: { status: 'CREATING', until: now + transitionMillis },
        mode,
        retentionHours: DEFAULT_RETENTION_HOURS,
        shards: evenRanges(count).map((range, number) => ({ number, range, createdAt: now })),
        tags: input.Tags ?? {},
        metrics: [],
        maxRecordKiB: input.MaxRecordSizeInKiB ?? 1024,
        ...(input.WarmThroughputMiBps === undefined ? {} : { warmMiBps: input.WarmThroughputMiBps }),
        distribution: input.RecordDistributionStrategy ?? 'USER_PARTITION_KEY',
      };
      here.put(row);
    });
    return {};
  },
};
