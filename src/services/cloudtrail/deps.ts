import type { Operations } from '#api/cloudtrail';
import type { Clock, Operation, Scope } from '#core';
import type { EventHistory } from './history.ts';
import type { TrailBucket, TrailKeys, TrailLogs, TrailTopic } from './ports.ts';
import type { Recorder } from './recorder.ts';
import type { PublicKey } from './trails/files.ts';
import type { DeliveryLedger } from './trails/ledger.ts';
import type { Trails } from './trails/store.ts';

export interface CloudTrailDeps {
  readonly history: EventHistory;
  readonly recorder: Recorder;
  readonly trails: Trails;
  readonly ledger: DeliveryLedger;
  readonly bucket: TrailBucket;
  readonly keys: TrailKeys;
  readonly logs: TrailLogs;
  readonly topic: TrailTopic;
  readonly publicKey: () => Promise<PublicKey>;
  readonly clock: Clock;
  /** Throws where somebody asks too often. */
  readonly lookups: (place: Pick<Scope, 'account' | 'region'>) => void;
}

export type CloudTrailOperation<K extends keyof Operations> = Operation<
  Operations[K]['input'],
  Operations[K]['output'],
  CloudTrailDeps
>;
