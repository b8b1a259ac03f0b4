import type { Tag } from '#api/s3control';
import type { Scope } from '#core';

/** The buckets that S3 keeps, for the endpoint that looks after them. */
export interface Buckets {
  /** Where a bucket is at home, whoever asks. */
  home(partition: string, bucket: string): Pick<Scope, 'account' | 'region'> | undefined;
  /** In the order in which they were set. */
  tags(partition: string, bucket: string): readonly Tag[];
  setTags(partition: string, bucket: string, tags: readonly Tag[]): void;
  /** Several of the above as one. */
  transaction<T>(work: () => T): T;
}
