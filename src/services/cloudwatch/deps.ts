import type { Operations } from '#api/cloudwatch';
import type { Clock, Operation } from '#core';
import type { Alarms } from './alarms/index.ts';
import type { DashboardStore } from './dashboards/store.ts';
import type { MetricStore } from './store.ts';

export interface CloudWatchDeps {
  readonly store: MetricStore;
  readonly alarms: Alarms;
  readonly dashboards: DashboardStore;
  readonly clock: Clock;
}

export type CloudWatchOperation<K extends keyof Operations> = Operation<
  Operations[K]['input'],
  Operations[K]['output'],
  CloudWatchDeps
>;
