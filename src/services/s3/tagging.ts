import type { Tag } from '#api/s3';
import type { Scope } from '#core';
import type { S3Deps } from './deps.ts';
import { noSuchBucket } from './errors.ts';

/** The tags of buckets, without asking who may see them. */
export interface BucketTagging {
  home(partition: string, bucket: string): Pick<Scope, 'account' | 'region'> | undefined;
  tags(partition: string, bucket: string): readonly Tag[];
  setTags(partition: string, bucket: string, tags: readonly Tag[]): void;
  transaction<T>(work: () => T): T;
}

export function taggingOf({ buckets, database }: Pick<S3Deps, 'buckets' | 'database'>): BucketTagging {
  const existing = (partition: string, name: string) => {
    const bucket = buckets.find(partition, name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  };
  return {
    home: (partition, name) => buckets.find(partition, name),
    tags: (partition, name) => existing(partition, name).settings.tags ?? [],
    setTags: (partition, name, tags) =>
      buckets.configure(existing(partition, name), { tags: tags.length > 0 ? tags : undefined }),
    transaction: (work) => database.transaction(work),
  };
}
