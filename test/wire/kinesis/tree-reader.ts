import { expect } from 'vitest';
import type { GetRecordsOutput, GetShardIteratorInput, RecordShape as GotRecord, Shard } from '#api/kinesis';
import { type Stand, text } from './stand.ts';
import { parentsOf, type StreamModel, type Written } from './stream-model.ts';

/** Where a reader is in a shard. */
interface Place {
  iterator?: string | undefined;
  issuedAt?: number;
  last?: string;
  done?: true;
  /** It was among the first shards. */
  readonly first: boolean;
}

export type Begin = 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';

/** A consumer that reads a stream's shards with their descendants, parents before children, as the developer guide has it. */
export class TreeReader {
  readonly #seen = new Map<string, Written>();
  readonly #places = new Map<string, Place>();

  readonly stand: Stand;
  readonly model: StreamModel;
  readonly begin: Begin;
  /** The records it is about came then or later. */
  readonly at: number;

  private constructor(stand: Stand, model: StreamModel, begin: Begin, at: number) {
    this.stand = stand;
    this.model = model;
    this.begin = begin;
    this.at = at;
  }

  static async open(stand: Stand, model: StreamModel, begin: Begin, at: number): Promise<TreeReader> {
    const reader = new TreeReader(stand, model, begin, at);
    const Type = `AT_${begin.replace('AT_', '')}` as 'AT_TIMESTAMP';
    const filter = begin === 'AT_TIMESTAMP' ? { Type, Timestamp: new Date(at) } : { Type };
    for (const { ShardId } of await reader.#list({ ShardFilter: filter })) reader.#places.set(ShardId, { first: true });
    for (const [name, place] of reader.#places) if (begin === 'LATEST') await reader.#iterate(name, place);
    return reader;
  }

  /** One GetRecords of every shard whose parents are read. */
  async poll(Limit: number): Promise<boolean> {
    let more = false;
    for (const [name, place] of [...this.#places]) {
      const waits = parentsOf(this.#told(name)).some((parent) => this.#places.get(parent) && !this.#places.get(parent)?.done);
      if (place.done || waits) continue;
      more = (await this.#read(name, place, Limit)) || more;
    }
    return more;
  }

  /** Everything was read, once, that was there for it. */
  async finish(): Promise<void> {
    for (let idle = 0; idle < 200; idle++) {
      while (await this.poll(7));
      if (![...this.#places].some(([name, { done }]) => !done && this.model.shards.get(name)?.closedAt !== undefined)) break;
      // its log is just being trimmed: the end of a closed shard shows when that is over
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const due = this.model.records.filter((record) => record.millis >= this.at && !record.lapsed);
    expect(due.filter(({ id }) => !this.#seen.has(id)).map(({ id }) => id)).toEqual([]);
  }

  #told = (name: string): Shard => this.model.shards.get(name)?.told as Shard;

  async #list(more: object): Promise<readonly Shard[]> {
    return (await this.stand.call('ListShards', { StreamName: 's', ...more })).Shards ?? [];
  }

  async #iterate(name: string, place: Place): Promise<void> {
    const now = this.stand.clock.millis();
    if (place.iterator && now - (place.issuedAt ?? 0) <= 300_000) return;
    const afresh = place.iterator === undefined && place.first && this.begin === 'LATEST';
    const start: Omit<GetShardIteratorInput, 'ShardId'> = place.last
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: place.last }
      : place.first && this.begin !== 'TRIM_HORIZON' && !afresh
        ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(this.at) }
        : { ShardIteratorType: afresh ? 'LATEST' : 'TRIM_HORIZON' };
    const found = await this.stand.call('GetShardIterator', { StreamName: 's', ShardId: name, ...start });
    place.iterator = found.ShardIterator;
    place.issuedAt = now;
  }

  async #read(name: string, place: Place, Limit: number): Promise<boolean> {
    try {
      await this.#iterate(name, place);
    } catch (error) {
      // a shard goes with its last records, and perhaps its children too
      expect(error).toMatchObject({ code: 'ResourceNotFoundException' });
      expect(this.model.shards.get(name)?.lapsed).toBe(true);
      this.#end(name, place);
      return true;
    }
    const now = this.stand.clock.millis();
    const answer = await this.stand.call('GetRecords', { ShardIterator: place.iterator as string, Limit });
    expect(answer.Records.length).toBeLessThanOrEqual(Limit);
    for (const record of answer.Records) this.#take(name, record, now);
    place.last = answer.Records.at(-1)?.SequenceNumber ?? place.last ?? '';
    this.#checkLag(name, place, answer, now);
    place.iterator = answer.NextShardIterator;
    place.issuedAt = now;
    if (answer.NextShardIterator !== undefined) return answer.Records.length > 0;
    const children = this.#childrenOf(name);
    expect(answer.ChildShards).toEqual(
      children.map((told) => ({ ShardId: told.ShardId, ParentShards: parentsOf(told), HashKeyRange: told.HashKeyRange })),
    );
    this.#end(name, place);
    return true;
  }

  #childrenOf(name: string): Shard[] {
    return [...this.model.shards.values()].map(({ told }) => told).filter((told) => parentsOf(told).includes(name));
  }

  #end(name: string, place: Place): void {
    expect(this.model.shards.get(name)?.closedAt).toBeDefined();
    place.done = true;
    for (const { ShardId } of this.#childrenOf(name)) if (!this.#places.has(ShardId)) this.#places.set(ShardId, { first: false });
  }

  #take(shard: string, got: GotRecord, now: number) {
    const key = got.PartitionKey;
    const record = this.model.records.find(({ id }) => id === text(got.Data)) as Written;
    expect({ id: text(got.Data), shard, key, sequence: BigInt(got.SequenceNumber) }).toMatchObject({
      id: record.id,
      shard: record.shard,
      key: record.key,
      sequence: record.sequence,
    });
    expect(got.ApproximateArrivalTimestamp?.getTime()).toBe(record.millis);
    expect(record.millis).toBeGreaterThanOrEqual(Math.max(this.at, this.model.horizon(now)));
    expect(this.#seen.has(record.id)).toBe(false);
    for (const before of this.#seen.values()) if (before.key === key) expect(before.sequence < record.sequence).toBe(true);
    this.#seen.set(record.id, record);
  }

  /**
   * aws: how far the answer is from the tip of the shard, 0 there — API reference, GetRecords; in whole seconds, and of a closed shard
   * from the second in its ending number — recorded in radkawar/stackd, records.json
   */
  #checkLag(name: string, place: Place, answer: GetRecordsOutput, now: number) {
    const since = (second: number): number => (Math.floor(now / 1000) - second) * 1000;
    const secondOf = ({ millis }: Written): number => Math.floor(millis / 1000);
    const rest = this.model.records.filter(
      ({ shard, millis, lapsed, id }) => shard === name && millis >= this.at && !lapsed && !this.#seen.has(id),
    );
    const lag = answer.MillisBehindLatest as number;
    const last = [...this.#seen.values()].find(({ sequence }) => `${sequence}` === place.last);
    const ending = this.model.shards.get(name)?.ending;
    if (rest.length === 0) return expect(lag).toBe(ending === undefined ? 0 : since(Number((ending >> 36n) & 0xfffffffffn)));
    expect(lag).toBeGreaterThanOrEqual(since(secondOf(rest[0] as Written)));
    if (answer.Records.length > 0) expect(lag).toBe(Math.max(1000, since(secondOf(last as Written))));
  }
}
