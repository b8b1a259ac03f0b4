import type { PrincipalIds } from '#auth';
import type { Clock, DataKeys, Ids } from '#core';
import type { BlobStore, Database } from '#storage';
import type { BucketStore } from './bucket-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { PolicyActions } from './policy-actions.ts';
import type { UploadStore } from './upload-store.ts';

export interface S3Limits {
  /** Largest object of one PutObject and largest part. */
  readonly putBytes: number;
  /** Smallest part of a multipart upload, the last one excepted. */
  readonly partBytes: number;
  readonly parts: number;
  readonly buckets: number;
}

// aws: S3 User Guide, "Amazon S3 multipart upload limits" and "General purpose bucket quotas"
export const awsLimits: S3Limits = { putBytes: 5 * 1024 ** 3, partBytes: 5 * 1024 ** 2, parts: 10_000, buckets: 10_000 };

/** What the operations work with. */
export interface S3Deps {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly buckets: BucketStore;
  readonly objects: ObjectStore;
  readonly uploads: UploadStore;
  /** Keys that encrypt objects: what the caller may not do with them, S3 does not do for him. */
  readonly dataKeys: Pick<DataKeys, 'generate' | 'open'>;
  readonly principals: PrincipalIds;
  readonly policyActions: PolicyActions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: S3Limits;
}
