import type { Scope } from '#core';

/** A trail at a bucket's door. */
export interface Deliverer {
  /** Where the trail lives. */
  readonly scope: Scope;
  readonly trailArn: string;
}

/** Buckets, as `cloudtrail.amazonaws.com` finds them: their policies decide. Throws S3's errors. */
export interface TrailBucket {
  /** Reads the bucket's ACL, as AWS does before it delivers anything. */
  check(as: Deliverer, bucket: string): Promise<void>;
  put(
    as: Deliverer,
    bucket: string,
    key: string,
    body: Uint8Array,
    about: { readonly contentType: string; readonly metadata?: Readonly<Record<string, string>> },
  ): Promise<void>;
}

/** The key that digest files are signed with. */
export interface Seal {
  readonly certPem: string;
  readonly keyPem: string;
}
