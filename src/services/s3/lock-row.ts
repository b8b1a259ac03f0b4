import type { ObjectLockMode } from '#api/s3';

/** Until when a version may not be deleted, and how strictly. */
export interface Retention {
  readonly mode: ObjectLockMode;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** What the bucket does with objects that say nothing; its presence means that the bucket locks objects at all. */
export interface LockSettings {
  readonly mode?: ObjectLockMode;
  readonly days?: number;
  readonly years?: number;
}
