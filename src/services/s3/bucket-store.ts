import type {
  BucketAccelerateStatus,
  BucketLocationConstraint,
  CORSRule,
  LifecycleRule,
  LoggingEnabled,
  MetricsConfiguration,
  NotificationConfiguration,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionRule,
  Tag,
  TransitionDefaultMinimumObjectSize,
  WebsiteConfiguration,
} from '#api/s3';
import type { Scope } from '#core';
import type { Database } from '#storage';
import type { KeptGrant } from './acl-row.ts';
import type { LockSettings } from './lock-row.ts';

/** What is configured on a bucket. Absent means: as AWS has it when nobody has said anything. */
export interface BucketSettings {
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly policy?: string;
  /** Whom the ARNs in it mean: the unique ids. Absent in rows of earlier builds, and where it names nobody so. */
  readonly policyPins?: Readonly<Record<string, string>>;
  /** The policy with these ids in place of the ARNs: it holds for those who were meant, whoever has their names later. */
  readonly policyInForce?: string;
  /** Absent: the owner's alone. */
  readonly acl?: readonly KeptGrant[];
  readonly tags?: readonly Tag[];
  /** null: removed, so that ACLs would count. */
  readonly ownership?: ObjectOwnership | null;
  /** null: removed, so that nothing is blocked. */
  readonly publicAccessBlock?: PublicAccessBlockConfiguration | null;
  readonly encryption?: readonly ServerSideEncryptionRule[];
  readonly cors?: readonly CORSRule[];
  readonly lifecycle?: readonly LifecycleRule[];
  /** Told again; it decides nothing, as it is about archives. Absent: `all_storage_classes_128K`. */
  readonly transitionSize?: TransitionDefaultMinimumObjectSize;
  readonly lock?: LockSettings;
  readonly notifications?: NotificationConfiguration;
  /** In order of their ids. */
  readonly metrics?: readonly MetricsConfiguration[];
  /** Told again; nothing is served by it. */
  readonly website?: WebsiteConfiguration;
  /** Told again; nothing is delivered. */
  readonly logging?: LoggingEnabled;
  /** Told again; every endpoint is as near as the others. */
  readonly acceleration?: BucketAccelerateStatus;
  /** Absent: the owner. */
  readonly payer?: 'Requester';
  readonly constraint?: BucketLocationConstraint;
}

export interface BucketRow {
  readonly id: number;
  readonly partition: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: Date;
  readonly settings: BucketSettings;
}

interface SqlBucket {
  id: number;
  partition: string;
  name: string;
  account: string;
  region: string;
  created: number;
  doc: string;
}

const COLUMNS = 'id, partition, name, account, region, created, doc';

/** Buckets. Their names are unique in a partition, over all accounts and regions. */
export class BucketStore {
  readonly #database: Database;
  /** Every request names a bucket, many times over: the ones in use are kept, by partition and name. */
  readonly #known = new Map<string, Map<string, BucketRow>>();

  constructor(database: Database) {
    this.#database = database;
  }

  find(partition: string, name: string): BucketRow | undefined {
    const known = this.#known.get(partition)?.get(name);
    if (known) return known;
    const row = this.#database
      .statement(`SELECT ${COLUMNS} FROM s3_bucket WHERE partition = ? AND name = ?`)
      .get(partition, name);
    if (row === undefined) return undefined;
    const bucket = fromSql(row as SqlBucket);
    const inPartition = this.#known.get(partition) ?? new Map<string, BucketRow>();
    this.#known.set(partition, inPartition.set(name, bucket));
    return bucket;
  }

  insert(scope: Scope, name: string, createdAt: Date, settings: BucketSettings): void {
    this.#changed(scope.partition, name);
    this.#database
      .statement('INSERT INTO s3_bucket (partition, name, account, region, created, doc) VALUES (?, ?, ?, ?, ?, ?)')
      .run(scope.partition, name, scope.account, scope.region, createdAt.getTime(), JSON.stringify(settings));
  }

  /** Changes settings; `undefined` removes one. */
  configure(bucket: BucketRow, change: { readonly [K in keyof BucketSettings]: BucketSettings[K] | undefined }): void {
    this.#database.transaction(() => {
      this.#changed(bucket.partition, bucket.name);
      const settings = { ...(this.find(bucket.partition, bucket.name) ?? bucket).settings, ...change };
      this.#changed(bucket.partition, bucket.name);
      this.#database.statement('UPDATE s3_bucket SET doc = ? WHERE id = ?').run(JSON.stringify(settings), bucket.id);
    });
  }

  delete(bucket: BucketRow): void {
    this.#changed(bucket.partition, bucket.name);
    this.#database.statement('DELETE FROM s3_bucket WHERE id = ?').run(bucket.id);
  }

  /** An account's buckets in order of name. */
  list(
    owner: Pick<Scope, 'partition' | 'account'>,
    range: { after?: string | undefined; prefix?: string | undefined; region?: string | undefined; limit: number },
  ): BucketRow[] {
    const sql = `SELECT ${COLUMNS} FROM s3_bucket WHERE partition = ? AND account = ? AND name > ? AND name >= ? AND name < ? AND (? = '' OR region = ?) ORDER BY name LIMIT ?`;
    const { after = '', prefix = '', region = '', limit } = range;
    return this.#database
      .statement(sql)
      .all(owner.partition, owner.account, after, prefix, `${prefix}\u{10FFFF}`, region, region, limit)
      .map((row) => fromSql(row as SqlBucket));
  }

  /** Every bucket with a lifecycle, for the sweep. */
  withLifecycle(): BucketRow[] {
    return this.#database
      .statement(`SELECT ${COLUMNS} FROM s3_bucket WHERE json_extract(doc, '$.lifecycle') IS NOT NULL`)
      .all()
      .map((row) => fromSql(row as SqlBucket));
  }

  /** Forgets a row, now and when its transaction is decided: a commit that fails must not leave it in memory. */
  #changed(partition: string, name: string): void {
    const forget = () => void this.#known.get(partition)?.delete(name);
    forget();
    queueMicrotask(() => void this.#database.settled().then(forget, forget));
  }
}

function fromSql(row: SqlBucket): BucketRow {
  const { id, partition, name, account, region, created, doc } = row;
  return {
    id,
    partition,
    name,
    account,
    region,
    createdAt: new Date(created),
    settings: JSON.parse(doc, revive) as BucketSettings,
  };
}

/** Lifecycle dates are the only dates among settings. */
const revive = (key: string, value: unknown): unknown => (key === 'Date' && typeof value === 'string' ? new Date(value) : value);
