import type { Call, Scope } from '#core';

/** What an encrypted stream asks of KMS, each time as the caller of Kinesis: his permissions decide. Throws KMS's errors. */
export interface StreamKeys {
  /** A data key under a KMS key: to use, and wrapped, to keep. */
  generate(call: Call, keyId: string, streamArn: string): Promise<{ readonly plain: Uint8Array; readonly wrapped: Uint8Array }>;
  /** A data key that was wrapped. */
  open(call: Call, wrapped: Uint8Array, streamArn: string): Promise<Uint8Array>;
  /** Finds the key, or throws. */
  find(call: Call, keyId: string): Promise<{ readonly state: string }>;
}

/** Who counts what a stream carries, as AWS charges for it. Called once a request. */
export type UsageMeter = (
  scope: Scope,
  stream: string,
  used: {
    readonly putUnits?: number;
    readonly bytesIn?: number;
    readonly bytesOut?: number;
    readonly fanOutBytes?: number;
    readonly onDemandFanOutBytes?: number;
  },
) => void;
