import type { Scope } from '#core';

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
