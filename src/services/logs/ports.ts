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
