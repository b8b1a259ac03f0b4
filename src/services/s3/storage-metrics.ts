import { type Clock, Tallies } from '#core';
import type { Database } from '#storage';
import type { RequestsMeasured } from './request-metrics.ts';
import type { BucketUsage } from './usage.ts';

const DAY_MS = 86_400_000;

/** aws: the storage type of each class — S3 User Guide, Amazon S3 CloudWatch daily storage metrics */
const TYPES: Readonly<Record<string, string>> = {
  STANDARD: 'StandardStorage',
  STANDARD_IA: 'StandardIAStorage',
  ONEZONE_IA: 'OneZoneIAStorage',
  REDUCED_REDUNDANCY: 'ReducedRedundancyStorage',
  INTELLIGENT_TIERING: 'IntelligentTieringFAStorage',
  GLACIER_IR: 'GlacierInstantRetrievalStorage',
  EXPRESS_ONEZONE: 'ExpressOneZoneStorage',
};

/** What buckets hold, told once a day for the midnight (UTC) that was last; also by the Millrace that was not there at midnight. */
export class StorageMeter {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Nothing where it has been told today. */
  async measured(usage: () => AsyncIterable<BucketUsage>): Promise<{ at: Date; measured: RequestsMeasured[] } | undefined> {
    const midnight = Math.floor(this.#clock.millis() / DAY_MS) * DAY_MS;
    const told = this.#database.statement('SELECT day FROM s3_measured').get() as { day: number } | undefined;
    if (told && told.day >= midnight) return undefined;
    const measured: RequestsMeasured[] = [];
    for await (const bucket of usage()) measured.push(...ofBucket(bucket));
    this.#database.transaction(() => {
      this.#database.statement('DELETE FROM s3_measured').run();
      this.#database.statement('INSERT INTO s3_measured (day) VALUES (?)').run(midnight);
    });
    return { at: new Date(midnight), measured };
  }
}

/** aws: names, units and dimensions — S3 User Guide, as above; an empty bucket has no size there */
function* ofBucket({ scope, name, classes, objects }: BucketUsage): Iterable<RequestsMeasured> {
  if (objects === 0) return;
  const one = (metric: string, unit: 'Bytes' | 'Count', StorageType: string, value: number): RequestsMeasured[] => {
    const tallies = new Tallies();
    tallies.add(metric, value);
    return tallies.drain().map((tallied) => ({ scope, dimensions: { BucketName: name, StorageType }, unit, tallied }));
  };
  for (const [storageClass, bytes] of classes) {
    const type = TYPES[storageClass];
    if (type !== undefined) yield* one('BucketSizeBytes', 'Bytes', type, bytes);
  }
  yield* one('NumberOfObjects', 'Count', 'AllStorageTypes', objects);
}
