import type { Scope } from '#core';

export type Place = Pick<Scope, 'account' | 'region'>;

/** What a metric filter has seen in one minute. */
export interface Sighting {
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How often each value was seen. */
  readonly values: ReadonlyMap<number, number>;
}

/** Where metric filters publish. */
export interface MetricSink {
  put(place: Place, namespace: string, sightings: readonly Sighting[]): void;
}

/** Where a subscription filter delivers, and as whom. */
export interface Destination {
  readonly scope: Scope;
  readonly groupArn: string;
  readonly roleArn: string;
  readonly streamArn: string;
}

export interface DeliveredRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** Kinesis, as the role that CloudWatch Logs may assume for a log group. */
export interface RecordSink {
  /** Rejects unless all of them are there. */
  put(to: Destination, records: readonly DeliveredRecord[]): Promise<void>;
}

/** A bucket as CloudWatch Logs itself sees it: its policy says what the service may do, for which group. */
export interface ExportBucket {
  readonly scope: Scope;
  readonly groupArn: string;
  readonly bucket: string;
}

export interface ExportSink {
  exists(to: ExportBucket): Promise<boolean>;
  mayReadAcl(to: ExportBucket): Promise<boolean>;
  /** Rejects with S3's error where it may not. */
  put(to: ExportBucket, key: string, body: Uint8Array, signal?: AbortSignal): Promise<void>;
}

/** Who counts what a log group takes in, and what queries look at in it, as AWS charges for them. */
export type UsageMeter = (
  scope: Pick<Scope, 'account' | 'region'>,
  group: string,
  used: { readonly bytesIn?: number; readonly bytesScanned?: number },
) => void;
