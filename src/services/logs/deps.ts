import type { Operations } from '#api/logs';
import type { Clock, Ids, Operation } from '#core';
import type { Exports } from './exports.ts';
import type { Queries } from './insights/queries.ts';
import type { MetricFilters } from './metric-filters.ts';
import type { ExportSink, RecordSink, UsageMeter } from './ports.ts';
import type { LogStore } from './store.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Arrival, Tails } from './tails.ts';

export interface LogsDeps {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tails: Tails;
  readonly queries: Queries;
  readonly metricFilters: MetricFilters;
  readonly subscriptions: Subscriptions;
  readonly records: RecordSink;
  readonly exports: Exports;
  readonly files: ExportSink;
  /** Events have become durable: tells everybody who wants to know. */
  readonly arrived: (arrival: Arrival) => void;
  readonly meter: UsageMeter;
}

export type LogsOperation<K extends keyof Operations> = Operation<Operations[K]['input'], Operations[K]['output'], LogsDeps>;
