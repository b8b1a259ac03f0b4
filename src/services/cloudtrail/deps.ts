import type { Operations } from '#api/cloudtrail';
import type { Clock, Operation } from '#core';
import type { EventHistory } from './history.ts';
import type { Recorder } from './recorder.ts';

export interface CloudTrailDeps {
  readonly history: EventHistory;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

export type CloudTrailOperation<K extends keyof Operations> = Operation<
  Operations[K]['input'],
  Operations[K]['output'],
  CloudTrailDeps
>;
