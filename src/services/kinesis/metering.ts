import { type Scope, type Tallied, Tallies } from '#core';
import { type StreamRow, shardName } from './stream.ts';

/** What was measured of a stream, a shard or a consumer since it was last asked for. */
export interface Measured {
  readonly scope: Scope;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: 'Count' | 'Bytes' | 'Milliseconds';
  readonly tallied: Tallied;
}

/** What goes into and out of one shard. */
export class ShardMeter {
  readonly tallies = new Tallies();

  /**
   * `sizes` of the records of one request.
   * aws: a sample of each record, of their number one — recorded: radkawar/stackd, testdata/aws/kinesis/metric_depth.json,
   * seq 46, 47, 52 (9dc356f)
   */
  wrote(sizes: readonly number[]): void {
    for (const bytes of sizes) {
      this.tallies.add('IncomingBytes', bytes);
      this.tallies.add('WriteProvisionedThroughputExceeded', 0);
    }
    this.tallies.add('IncomingRecords', sizes.length);
  }

  writeThrottled(): void {
    this.tallies.add('WriteProvisionedThroughputExceeded', 1);
  }

  /** By GetRecords, or by an event of a subscription. */
  read(records: number, bytes: number): void {
    this.tallies.add('OutgoingBytes', bytes);
    this.tallies.add('OutgoingRecords', records);
  }

  /** aws: of GetRecords only, not of subscriptions — recorded: as above, seq 48-50 */
  age(millisBehind: number): void {
    this.tallies.add('IteratorAgeMilliseconds', millisBehind);
  }

  readCall(throttled: number): void {
    this.tallies.add('ReadProvisionedThroughputExceeded', throttled);
  }
}

/**
 * Counts what goes into and out of a stream; each call is a few additions.
 * aws: names, and what a sample of each is — developer guide, "Monitor the Kinesis Data Streams service with CloudWatch"
 */
export class StreamMeter {
  readonly #stream = new Tallies();
  readonly #shards = new Map<number, ShardMeter>();
  readonly #consumers = new Map<string, Tallies>();

  putRecord(millis: number, bytes: number): void {
    const stream = this.#stream;
    stream.add('PutRecord.Success', 1);
    stream.add('PutRecord.Latency', millis);
    stream.add('PutRecord.Bytes', bytes);
    stream.add('IncomingBytes', bytes);
    stream.add('IncomingRecords', 1);
    stream.add('WriteProvisionedThroughputExceeded', 0);
  }

  putRecordThrottled(): void {
    this.#stream.add('PutRecord.Success', 0);
    this.#stream.add('WriteProvisionedThroughputExceeded', 1);
  }

  /** `bytes` of the records that were taken. */
  putRecords(millis: number, bytes: number, total: number, throttled: number, failed: number): void {
    const stream = this.#stream;
    const taken = total - throttled - failed;
    // aws: a success has at least one record that was taken — developer guide, as above
    stream.add('PutRecords.Success', taken > 0 ? 1 : 0);
    stream.add('PutRecords.Latency', millis);
    stream.add('PutRecords.Bytes', bytes);
    stream.add('PutRecords.TotalRecords', total);
    stream.add('PutRecords.SuccessfulRecords', taken);
    stream.add('PutRecords.ThrottledRecords', throttled);
    stream.add('PutRecords.FailedRecords', failed);
    stream.add('IncomingBytes', bytes);
    stream.add('IncomingRecords', taken);
    stream.add('WriteProvisionedThroughputExceeded', throttled);
  }

  getRecords(millis: number, bytes: number, records: number, millisBehind: number): void {
    const stream = this.#stream;
    stream.add('GetRecords.Success', 1);
    stream.add('GetRecords.Latency', millis);
    stream.add('GetRecords.Bytes', bytes);
    stream.add('GetRecords.Records', records);
    stream.add('GetRecords.IteratorAgeMilliseconds', millisBehind);
    stream.add('ReadProvisionedThroughputExceeded', 0);
  }

  getRecordsThrottled(): void {
    this.#stream.add('GetRecords.Success', 0);
    this.#stream.add('ReadProvisionedThroughputExceeded', 1);
  }

  subscribed(consumer: string, refused: boolean): void {
    const tallies = this.#consumer(consumer);
    tallies.add('SubscribeToShard.RateExceeded', refused ? 1 : 0);
    tallies.add('SubscribeToShard.Success', refused ? 0 : 1);
  }

  pushed(consumer: string, bytes: number, records: number, millisBehind: number): void {
    const tallies = this.#consumer(consumer);
    tallies.add('SubscribeToShardEvent.Success', 1);
    tallies.add('SubscribeToShardEvent.Bytes', bytes);
    tallies.add('SubscribeToShardEvent.Records', records);
    tallies.add('SubscribeToShardEvent.MillisBehindLatest', millisBehind);
  }

  /** Nothing where nobody has asked for the metrics of shards. */
  shard(row: StreamRow, number: number): ShardMeter | undefined {
    if (row.metrics.length === 0) return undefined;
    let found = this.#shards.get(number);
    if (!found) {
      found = new ShardMeter();
      this.#shards.set(number, found);
    }
    return found;
  }

  #consumer(name: string): Tallies {
    let found = this.#consumers.get(name);
    if (!found) {
      found = new Tallies();
      this.#consumers.set(name, found);
    }
    return found;
  }

  *drain({ scope, row }: { readonly scope: Scope; readonly row: StreamRow }): Iterable<Measured> {
    const of = (tallies: Tallies, more: Record<string, string> = {}): Measured[] =>
      tallies
        .drain()
        .map((tallied) => ({ scope, dimensions: { StreamName: row.name, ...more }, unit: unitOf(tallied.name), tallied }));
    yield* of(this.#stream);
    for (const [name, tallies] of this.#consumers) yield* of(tallies, { ConsumerName: name });
    for (const [number, { tallies }] of this.#shards) {
      const wanted: readonly string[] = row.metrics;
      yield* of(tallies, { ShardId: shardName(number) }).filter(({ tallied }) => wanted.includes(tallied.name));
    }
    this.#consumers.clear();
    this.#shards.clear();
  }
}

function unitOf(name: string): Measured['unit'] {
  if (name.endsWith('Bytes')) return 'Bytes';
  return /(?:Latency|Milliseconds|MillisBehindLatest)$/.test(name) ? 'Milliseconds' : 'Count';
}
