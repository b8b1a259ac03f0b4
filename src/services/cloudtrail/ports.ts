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
    about: {
      readonly contentType: string;
      readonly metadata?: Readonly<Record<string, string>>;
      /** The key of KMS to encrypt it with. */
      readonly kmsKeyId?: string | undefined;
    },
  ): Promise<void>;
}

/** Keys of KMS, as `cloudtrail.amazonaws.com` may know them: their policies decide. Throws KMS's errors. */
export interface TrailKeys {
  find(as: Deliverer, keyId: string): Promise<{ readonly keyArn: string; readonly state: string }>;
}

/** A trail at a log group's door. */
export interface LogDeliverer extends Deliverer {
  readonly roleArn: string;
  readonly groupArn: string;
  readonly stream: string;
}

/** Log groups, as the trail's role may write to them. Throws the errors of STS and CloudWatch Logs. */
export interface TrailLogs {
  /** Whether the role lets `cloudtrail.amazonaws.com` assume it. */
  trusted(as: Pick<LogDeliverer, 'scope' | 'trailArn' | 'roleArn'>): Promise<boolean>;
  /** Makes the stream where it is not there; without events that is all. */
  put(to: LogDeliverer, events: readonly { readonly timestamp: number; readonly message: string }[]): Promise<void>;
}

/** Topics, as `cloudtrail.amazonaws.com` may speak to them. Throws SNS's errors. */
export interface TrailTopic {
  publish(as: Deliverer, topicArn: string, message: string): Promise<void>;
}

/** The key that digest files are signed with. */
export interface Seal {
  readonly certPem: string;
  readonly keyPem: string;
}

/** Who counts the events that a trail has brought to its bucket, as AWS charges for them. */
export type TrailMeter = (
  scope: Scope,
  trail: string,
  /** Management events that another trail has brought already, and data events. */
  events: { readonly copies: number; readonly data: number },
) => void;

export interface TrailUsage {
  readonly scope: Scope;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}
