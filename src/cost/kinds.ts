import type { ResourceType } from './shapes.ts';

/** What is metered, in the words of AWS's price lists. Prices are in `prices.ts`, one for each. */
export interface KindSpec {
  readonly label: string;
  readonly unit: string;
  /** How much there is for a while; everything else is counted as it happens. */
  readonly lasting: boolean;
}

const lasting = (label: string, unit: string): KindSpec => ({ label, unit, lasting: true });
const counted = (label: string, unit: string): KindSpec => ({ label, unit, lasting: false });

export const KINDS = {
  'kpu-hours': lasting('KPUs of the job', 'KPU-hours'),
  'orchestration-kpu-hours': lasting('KPU of the orchestration', 'KPU-hours'),
  'minimum-kpu-hours': counted('KPUs of the ten-minute minimum', 'KPU-hours'),
  'running-storage': lasting('running application storage', 'GB-months'),
  backups: lasting('durable backups (snapshots)', 'GB-months'),
  'shard-hours': lasting('shards', 'shard-hours'),
  'extended-shard-hours': lasting('retention beyond 24 hours', 'shard-hours'),
  'put-units': counted('PUT payload units', 'units'),
  'fan-out-shard-hours': lasting('enhanced fan-out', 'consumer-shard-hours'),
  'fan-out-gb': counted('enhanced fan-out data', 'GB'),
  'on-demand-fan-out-gb': counted('enhanced fan-out data of on-demand streams', 'GB'),
  'on-demand-hours': lasting('on-demand streams', 'stream-hours'),
  'on-demand-in-gb': counted('on-demand data in', 'GB'),
  'on-demand-out-gb': counted('on-demand data out', 'GB'),
  's3-writes': counted('PUT, COPY, POST and LIST requests', 'requests'),
  's3-reads': counted('GET and other requests', 'requests'),
  's3-storage': lasting('stored objects', 'GB-months'),
  'log-in-gb': counted('log events taken in', 'GB'),
  'log-scanned-gb': counted('log events that queries looked at', 'GB'),
  'log-storage': lasting('stored log events', 'GB-months'),
  'custom-metrics': lasting('custom metrics', 'metric-months'),
  alarms: lasting('metrics of alarms', 'alarm-months'),
  'high-alarms': lasting('metrics of high-resolution alarms', 'alarm-months'),
  'composite-alarms': lasting('composite alarms', 'alarm-months'),
  dashboards: lasting('dashboards', 'dashboard-months'),
  keys: lasting('keys', 'key-months'),
  'key-requests': counted('requests of KMS', 'requests'),
  secrets: lasting('secrets', 'secret-months'),
  'secret-requests': counted('requests of Secrets Manager', 'requests'),
  'trail-events': counted('further copies of management events', 'events'),
  'trail-data-events': counted('data events', 'events'),
} satisfies Record<string, KindSpec>;

export type Kind = keyof typeof KINDS;

/** Not priced: for how long a resource has been looked at, so that rates can be told. */
export const PRESENT = 'present-hours';

/** Ours: the month in which storage is written down, and of which an outlook is. aws: as the AWS Pricing Calculator has it */
export const MONTH_HOURS = 730;

/** aws: what was stored is charged by the hours of the month it was stored in — developer guide, "Per second billing", examples */
export function hoursOfMonth(day: string): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return 24 * new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** aws: 50 GB of running application storage with each KPU of the job — developer guide, "Per second billing" */
export const STORAGE_GB_PER_KPU = 50;
export const HOUR_MS = 3_600_000;
export const GB = 1024 ** 3;

export const resourceOf = (type: ResourceType, name: string): string => `${type}/${name}`;

export function namedBy(resource: string): { type: ResourceType; name: string } {
  const slash = resource.indexOf('/');
  return { type: resource.slice(0, slash) as ResourceType, name: resource.slice(slash + 1) };
}
