import type { ListShardsInput, ListShardsOutput, ShardFilter } from '#api/kinesis';
import type { Operation, Scope } from '#core';
import { accessTo, onStream, streamOf } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { streamNotFound } from '../errors.ts';
import {
  badToken,
  filterBeforeHorizon,
  filterInFuture,
  filterNeedsShard,
  filterNeedsTime,
  listShardsNeedsStream,
  listShardsTakesOne,
} from '../listing-errors.ts';
import type { Stream } from '../live.ts';
import { openToken, peekToken, sealToken } from '../page-token.ts';
import { shardShape } from '../shapes.ts';
import { horizonOf, isForgotten, type ShardRow, type StreamRow, shardName, statusOf, streamArn } from '../stream.ts';

/** — aws: API reference, ListShards */
const DEFAULT_LIMIT = 1000;
const NOT_BESIDE_TOKEN = ['ShardFilter', 'ExclusiveStartShardId', 'StreamCreationTimestamp'] as const;

interface Page {
  readonly scope: Scope;
  readonly name: string;
  readonly id: string;
  readonly after: string;
  readonly filter?: {
    readonly Type: ShardFilter['Type'];
    readonly ShardId?: string | undefined;
    readonly millis?: number | undefined;
  };
}

export const listShards: Operation<ListShardsInput, ListShardsOutput, KinesisDeps> = {
  access: (input, scope) => {
    if (input.NextToken === undefined) {
      if (input.StreamName === undefined && input.StreamARN === undefined) throw listShardsNeedsStream();
      return onStream(input, scope);
    }
    // aws: told before the token is looked at — observed by kinesalite
    const beside = NOT_BESIDE_TOKEN.find((name) => input[name] !== undefined);
    if (beside) throw listShardsTakesOne(beside);
    const page = peekToken<Partial<Page>>(input.NextToken);
    if (!page.scope || !page.name) throw badToken();
    // aws: the stream itself may be named beside its token — recorded in radkawar/stackd, topology.json
    if (input.StreamName !== undefined && input.StreamName !== page.name) throw listShardsTakesOne('StreamName');
    return accessTo(streamArn(page.scope, page.name), page.scope);
  },
  run: (input, call, deps) => {
    const now = deps.clock.millis();
    const page = input.NextToken === undefined ? undefined : openToken<Page>(input.NextToken, deps.seal, now);
    const stream = page ? pagedStream(page, deps) : streamOf(input, call, deps);
    const filter = page?.filter ?? filterOf(input.ShardFilter, stream.row, now);
    const after = page?.after ?? input.ExclusiveStartShardId ?? '';
    const limit = input.MaxResults ?? DEFAULT_LIMIT;
    const shards = filtered(stream, filter, now).filter((shard) => shardName(shard.number) > after);
    const shown = shards.slice(0, limit);
    const last = shown.at(-1);
    const next: Page | undefined =
      last && shards.length > limit
        ? {
            scope: stream.scope,
            name: stream.row.name,
            id: stream.row.id,
            after: shardName(last.number),
            ...(filter ? { filter } : {}),
          }
        : undefined;
    return { Shards: shown.map(shardShape), NextToken: next && sealToken(next, deps.seal, now) };
  },
};

function pagedStream(page: Page, deps: KinesisDeps): Stream {
  const stream = deps.streams.in(page.scope).find(page.name);
  if (stream?.row.id !== page.id) throw streamNotFound(page.name, page.scope.account);
  return stream;
}

function filterOf(filter: ShardFilter | undefined, row: StreamRow, now: number): Page['filter'] {
  if (!filter) return undefined;
  const millis = filter.Timestamp?.getTime();
  if (filter.Type === 'AFTER_SHARD_ID' && filter.ShardId === undefined) {
    throw filterNeedsShard(filter.Type);
  }
  if (filter.Type === 'AT_TIMESTAMP' || filter.Type === 'FROM_TIMESTAMP') {
    if (millis === undefined) throw filterNeedsTime(filter.Type);
    if (millis > now) throw filterInFuture();
    if (millis < horizonOf(row, now)) throw filterBeforeHorizon();
  }
  return { Type: filter.Type, ShardId: filter.ShardId, millis };
}

/** — aws: what each type means: API reference, ShardFilter */
function filtered({ row }: Stream, filter: Page['filter'], now: number): ShardRow[] {
  if (statusOf(row, now) === 'CREATING') return [];
  const kept = row.shards.filter((shard) => !isForgotten(row, shard, now));
  const horizon = Math.max(row.createdAt, horizonOf(row, now));
  // a time before there was the stream, or a page of one that has left the horizon since, means the oldest shards
  const millis = Math.max(filter?.millis ?? horizon, horizon);
  const openAt = (shard: ShardRow, time: number) =>
    shard.createdAt <= time && (shard.closedAt ?? Number.POSITIVE_INFINITY) >= time;
  switch (filter?.Type) {
    case 'AFTER_SHARD_ID':
      return kept.filter((shard) => shardName(shard.number) > (filter.ShardId ?? ''));
    case 'AT_TRIM_HORIZON':
      return kept.filter((shard) => openAt(shard, horizon));
    case 'AT_LATEST':
      // aws: after ShardId, where it is there — recorded in radkawar/stackd, topology.json
      return kept.filter((shard) => shard.closedAt === undefined && shardName(shard.number) > (filter.ShardId ?? ''));
    case 'AT_TIMESTAMP':
      return kept.filter((shard) => openAt(shard, millis));
    case 'FROM_TIMESTAMP':
      return kept.filter((shard) => (shard.closedAt ?? Number.POSITIVE_INFINITY) >= millis);
    default:
      return kept;
  }
}
