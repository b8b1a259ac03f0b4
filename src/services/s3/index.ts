import { model, type Operations } from '#api/s3';
import type { PrincipalIds } from '#auth';
import { type AwsError, bind, type Caller, type Clock, type DataKeys, type Ids, type Scope, type Service } from '#core';
import type { BlobStore, Database } from '#storage';
import { aclsCount } from './acl.ts';
import { aclStatements } from './acl-policy.ts';
import { type BucketRow, BucketStore } from './bucket-store.ts';
import { crossOrigin } from './cross-origin.ts';
import { s3AccessDenied } from './denial.ts';
import { awsLimits, type S3Deps, type S3Limits } from './deps.ts';
import { checkDocument } from './document-digests.ts';
import { checkHeaders } from './encryption/settled.ts';
import { noSuchBucket } from './errors.ts';
import { sweep, sweepRegularly } from './lifecycle.ts';
import { migrations } from './migrations.ts';
import { ObjectStore } from './object-store.ts';
import { operations } from './operations/index.ts';
import { policyActions } from './policy-actions.ts';
import { effectivePolicy } from './public-access.ts';
import { type AnsweredRequest, RequestMeter, type RequestsMeasured } from './request-metrics.ts';
import { paid, requesterPays } from './requester-pays.ts';
import { notAccelerated } from './setting-errors.ts';
import { StorageMeter } from './storage-metrics.ts';
import { tagged } from './tag-conditions.ts';
import { type BucketTagging, taggingOf } from './tagging.ts';
import { UploadStore } from './upload-store.ts';
import { type BucketUsage, usageOf } from './usage.ts';
import { newVersionId } from './version-ids.ts';

export type { S3Limits } from './deps.ts';
export type { BucketTagging } from './tagging.ts';
export { type BucketUsage, requestClass } from './usage.ts';

export interface S3Options {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly dataKeys: Pick<DataKeys, 'generate' | 'open'>;
  readonly principals: PrincipalIds;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits?: Partial<S3Limits>;
}

export interface S3 {
  readonly service: Service;
  /** Carries out the lifecycle rules of all buckets now; it happens by itself every hour. */
  sweep(): Promise<void>;
  /** Every bucket there is, with what it takes for being there. */
  usage(): AsyncIterable<BucketUsage>;
  /** Counts a request that was answered, for whoever has asked for metrics of its bucket. */
  answered(partition: string, request: Omit<AnsweredRequest, 'bucket' | 'key'>, input: unknown): void;
  /** What was counted since it was last asked for. */
  measured(): Iterable<RequestsMeasured>;
  /** What buckets hold, once a day, for the midnight (UTC) it is told of. */
  stored(): Promise<{ at: Date; measured: readonly RequestsMeasured[] } | undefined>;
  /** The tags of buckets, for S3's control endpoint; whoever asks was let in there. */
  readonly tagging: BucketTagging;
  /** Whether there is such a bucket, whoever may know of it. */
  exists(partition: string, bucket: string): boolean;
  /** Whether who calls pays for his requests about a bucket, instead of its owner. */
  requesterPays(bucket: string, caller: Caller): boolean;
  close(): Promise<void>;
}

/** The object store as a service. Closing it waits for what it still has to clean up; the database and the blobs stay open. */
export function openS3({ database, blobs, dataKeys, principals, clock, ids, limits }: S3Options): S3 {
  database.migrate('s3', migrations);
  const uploads = new UploadStore(database, blobs);
  const deps: S3Deps = {
    database,
    blobs,
    buckets: new BucketStore(database),
    objects: new ObjectStore(database, blobs, clock, (bucket) => newVersionId(ids, bucket), uploads),
    uploads,
    dataKeys,
    principals,
    policyActions: policyActions(operations),
    clock,
    ids,
    limits: { ...awsLimits, ...limits },
  };
  const service: Service = {
    name: 's3',
    model,
    prefix: 's3',
    operations: paid(tagged(bind<Operations, S3Deps>(operations, deps), deps), deps),
    resourcePolicy: (resource, scope) => {
      const bucket = deps.buckets.find(scope.partition, bucketIn(resource));
      return bucket && policyInForce(bucket, resource, deps);
    },
    accessDenied: (denial) => {
      const name = denial.action === 's3:CreateBucket' ? '' : bucketIn(denial.resource);
      return s3AccessDenied(denial, name, deps.buckets.find(denial.caller.partition, name)?.region);
    },
    crossOrigin: crossOrigin(deps.buckets),
    checkDocument,
    checkHeaders,
    unreadable: (operation, { partition, bucket }, refusal) => firstWord(deps, operation, partition, bucket) ?? refusal,
    scopeOf: (operation, input, scope) => ownerScope(deps, operation, input, scope),
  };
  const meter = new RequestMeter();
  const storage = new StorageMeter(database, clock);
  const stopping = new AbortController();
  const sweeping = sweepRegularly(deps, clock, stopping.signal);
  return {
    service,
    sweep: () => sweep(deps, stopping.signal),
    usage: () => usageOf(database),
    answered(partition, request, input) {
      const { Bucket: name, Key: key } = (input ?? {}) as { Bucket?: unknown; Key?: unknown };
      const bucket = typeof name === 'string' ? deps.buckets.find(partition, name) : undefined;
      if (bucket?.settings.metrics) meter.count({ ...request, bucket, key: typeof key === 'string' ? key : undefined });
    },
    tagging: taggingOf(deps),
    exists: (partition, bucket) => deps.buckets.find(partition, bucket) !== undefined,
    requesterPays(name, caller) {
      const bucket = deps.buckets.find(caller.partition, name);
      return bucket !== undefined && requesterPays(bucket, caller);
    },
    measured: () => meter.drain(),
    stored: () => storage.measured(() => usageOf(database)),
    close: async () => {
      stopping.abort();
      await sweeping;
    },
  };
}

/** What the bucket has to say of a request whose document cannot be read. — recorded AWS answers in localstack tests/aws/services/s3, test_s3_default_bucket_encryption_exc, test_bucket_acceleration_configuration_exc */
function firstWord({ buckets }: S3Deps, operation: string, partition: string, bucket: string): AwsError | undefined {
  if (operation === 'CreateBucket' || operation === 'ListBuckets') return undefined;
  if (!buckets.find(partition, bucket)) return noSuchBucket(bucket);
  return operation === 'PutBucketAccelerateConfiguration' && bucket.includes('.') ? notAccelerated() : undefined;
}

/** `b` of `arn:aws:s3:::b/k`. */
function bucketIn(arn: string): string {
  let start = 0;
  for (let colons = 0; colons < 5; colons++) {
    start = arn.indexOf(':', start) + 1;
    if (start === 0) return '';
  }
  const end = arn.indexOf('/', start);
  return end < 0 ? arn.slice(start) : arn.slice(start, end);
}

/** Bucket names are global: a request is about the account and region of its bucket, whoever sends it and wherever. */
function ownerScope({ buckets }: S3Deps, operation: string, input: Record<string, unknown>, scope: Scope): Scope {
  const { Bucket: name } = input;
  if (operation === 'CreateBucket' || typeof name !== 'string') return scope;
  const bucket = buckets.find(scope.partition, name);
  return bucket ? { partition: scope.partition, account: bucket.account, region: bucket.region } : scope;
}

/** The bucket's policy, with what access control lists give besides. */
function policyInForce(bucket: BucketRow, resource: string, { objects }: S3Deps): string | undefined {
  const policy = effectivePolicy(bucket);
  if (!aclsCount(bucket.settings)) return policy;
  const slash = resource.indexOf('/');
  const arn = slash < 0 ? resource : resource.slice(0, slash);
  // the list of the newest version stands for all of a key's versions
  const row = slash < 0 ? undefined : objects.current(bucket.id, resource.slice(slash + 1));
  const acl = row?.doc.acl;
  const statements = [
    // aws: who may list learns that a key is missing, though nothing lets him read it — ceph/s3-tests, test_object_raw_get_object_gone
    ...(slash < 0 || row ? [] : aclStatements(bucket, bucket.settings.acl, 'missing', resource.replace(/[*?$]/g, '?'))),
    ...aclStatements(bucket, bucket.settings.acl, 'bucket', [arn, `${arn}/*`]),
    ...aclStatements(bucket, acl, 'object', resource.replace(/[*?$]/g, '?')),
  ];
  if (statements.length === 0) return policy;
  const own = policy === undefined ? [] : [(JSON.parse(policy) as { Statement: object | object[] }).Statement].flat();
  return JSON.stringify({ Version: '2012-10-17', Statement: [...own, ...statements] });
}
