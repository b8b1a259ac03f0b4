import { fileURLToPath } from 'node:url';
import type { Clock, Logger } from '#core';
import {
  ApplicationUsage,
  GB,
  gbMonthsPerHour,
  type Kind,
  Meters,
  MONTH_HOURS,
  type Presence,
  resourceOf,
  type Source,
  UsageLedger,
} from '#cost';
import { bytesIn } from '#engine';
import type { RequestRecord } from '#gateway';
import type { CloudTrail, TrailMeter } from '#services/cloudtrail';
import type { CloudWatch } from '#services/cloudwatch';
import type { Kinesis, UsageMeter as StreamMeter } from '#services/kinesis';
import type { KinesisAnalytics } from '#services/kinesisanalyticsv2';
import type { KeyMeter, Kms } from '#services/kms';
import type { UsageMeter as LogMeter, Logs } from '#services/logs';
import { requestClass, type S3 } from '#services/s3';
import type { SecretMeter, SecretsManager } from '#services/secretsmanager';
import type { Database } from '#storage';
import type { Metered } from './adapters/application-store.ts';

/** Those who are asked for what is there; they are made after the meters that they count with. */
export interface Metering {
  readonly kinesis: Pick<Kinesis, 'usage'>;
  readonly s3: Pick<S3, 'usage' | 'service' | 'requesterPays'>;
  readonly logs: Pick<Logs, 'usage'>;
  readonly analytics: Pick<KinesisAnalytics, 'applications' | 'snapshots'>;
  readonly cloudwatch: Pick<CloudWatch, 'usage'>;
  readonly kms: Pick<Kms, 'usage'>;
  readonly secretsManager: Pick<SecretsManager, 'usage'>;
  readonly trail: Pick<CloudTrail, 'usage'>;
}

export type Cost = ReturnType<typeof openCost>;

/** What everything uses, introduced to those who use it. */
export function openCost(database: Database, metering: () => Metering, { clock, logger }: { clock: Clock; logger: Logger }) {
  const ledger = new UsageLedger(database);
  /** Whose requests have been counted since the start, and where. */
  const asked = new Map<string, Presence>();
  const sources = sourcesOf(metering, () => [...asked.values()]);
  const meters = new Meters(ledger, sources, { clock, logger });
  const usage = new ApplicationUsage(ledger, database);
  const metered: Metered = ({ ref, meter: before, status }, after) =>
    usage.metered(ref.scope, ref.name, before, after, ENDING.has(status));
  const streams: StreamMeter = (scope, name, { putUnits, bytesIn: written, bytesOut, fanOutBytes, onDemandFanOutBytes }) => {
    const resource = resourceOf('stream', name);
    const count = (kind: Kind, amount: number | undefined) => {
      if (amount !== undefined) meters.count(scope, resource, kind, amount);
    };
    count('put-units', putUnits);
    count('on-demand-in-gb', written === undefined ? undefined : written / GB);
    count('on-demand-out-gb', bytesOut === undefined ? undefined : bytesOut / GB);
    count('fan-out-gb', fanOutBytes === undefined ? undefined : fanOutBytes / GB);
    count('on-demand-fan-out-gb', onDemandFanOutBytes === undefined ? undefined : onDemandFanOutBytes / GB);
  };
  const logs: LogMeter = (scope, group, { bytesIn: came, bytesScanned }) => {
    if (came) meters.count(scope, resourceOf('log-group', group), 'log-in-gb', came / GB);
    if (bytesScanned) meters.count(scope, resourceOf('log-group', group), 'log-scanned-gb', bytesScanned / GB);
  };
  const trails: TrailMeter = (scope, name, { copies, data }) => {
    meters.count(scope, resourceOf('trail', name), 'trail-events', copies);
    meters.count(scope, resourceOf('trail', name), 'trail-data-events', data);
  };
  const requestsOf =
    (resource: string, kind: Kind): KeyMeter & SecretMeter =>
    ({ account, region }) => {
      const place = { account, region };
      asked.set(`${resource} ${account} ${region}`, { place, resource, tags: {}, perHour: {} });
      meters.count(place, resource, kind, 1);
    };
  // some requests are of no key and no secret: all are of the service
  const kms = requestsOf(resourceOf('service', 'kms'), 'key-requests');
  const secrets = requestsOf(resourceOf('service', 'secretsmanager'), 'secret-requests');
  const requests = ({ service, operation, scope, caller, errorCode }: RequestRecord, input: unknown) => {
    // aws: whoever was refused is not charged to the bucket's owner — S3 User Guide, "Billing for Amazon S3 error responses"
    if (service !== 's3' || !operation || !scope || errorCode === 'AccessDenied') return;
    const { Bucket: bucket } = (input ?? {}) as { Bucket?: unknown };
    const sort = requestClass(operation);
    if (typeof bucket !== 'string' || sort === 'free') return;
    const owner = metering().s3.service.scopeOf?.(operation, { Bucket: bucket }, scope) ?? scope;
    const foreign = caller && caller.account !== owner.account;
    const payer = foreign && metering().s3.requesterPays(bucket, caller) ? { ...owner, account: caller.account } : owner;
    meters.count(payer, resourceOf('bucket', bucket), sort === 'write' ? 's3-writes' : 's3-reads', 1);
  };
  /** What is there now, applications that run included: they are not metered by looking, but by the engine. */
  const present = async (account: string): Promise<Presence[]> => {
    await meters.tick(true);
    const running = metering()
      .analytics.applications()
      .flatMap(({ scope, name, tags, kpus }): Presence[] => {
        if (kpus === undefined || scope.account !== account) return [];
        const perHour = { 'kpu-hours': kpus - 1, 'orchestration-kpu-hours': 1 };
        return [{ place: scope, resource: resourceOf('application', name), tags, perHour }];
      });
    return [...meters.present(account), ...running];
  };
  return { ledger, meters, metered, streams, logs, trails, kms, secrets, requests, present };
}

/** What an application is in when it is not to run on. */
const ENDING: ReadonlySet<string> = new Set(['READY', 'STOPPING', 'FORCE_STOPPING', 'DELETING']);

function sourcesOf(metering: () => Metering, asked: () => readonly Presence[]): Source[] {
  const sizes = new Map<string, number>();
  return [
    {
      name: 'applications',
      look: () =>
        metering()
          .analytics.applications()
          .map(({ scope, name, tags }) => ({ place: scope, resource: resourceOf('application', name), tags, perHour: {} })),
    },
    { name: 'snapshots', look: () => snapshots(metering(), sizes) },
    {
      name: 'streams',
      look: () =>
        metering()
          .kinesis.usage()
          .map(({ scope, name, tags, mode, shards, consumers, extended }) => ({
            place: scope,
            resource: resourceOf('stream', name),
            tags,
            perHour: {
              // aws: consumers of on-demand streams cost by what they read only — pricing page
              ...(mode === 'ON_DEMAND'
                ? { 'on-demand-hours': 1 }
                : {
                    'shard-hours': shards,
                    ...(extended && { 'extended-shard-hours': shards }),
                    ...(consumers > 0 && { 'fan-out-shard-hours': consumers * shards }),
                  }),
            },
          })),
    },
    { name: 'buckets', look: () => buckets(metering().s3) },
    { name: 'log-groups', look: () => logGroups(metering()) },
    { name: 'alarms and dashboards', look: () => watching(metering()) },
    { name: 'keys', look: () => keys(metering()) },
    { name: 'secrets', look: () => secretsOf(metering()) },
    { name: 'requests of services', look: asked },
    { name: 'trails', look: () => trailsOf(metering()) },
  ];
}

/** A snapshot never changes: it is measured once. */
async function* snapshots({ analytics }: Metering, sizes: Map<string, number>): AsyncGenerator<Presence> {
  const all = analytics.snapshots();
  const paths = new Set(all.map(({ path }) => path));
  for (const path of sizes.keys()) if (!paths.has(path)) sizes.delete(path);
  for (const { scope, name, tags, application, own, path, bytes } of all) {
    const size = bytes ?? sizes.get(path) ?? (await bytesIn(path.startsWith('file:') ? fileURLToPath(path) : path));
    sizes.set(path, size);
    yield {
      place: scope,
      resource: resourceOf('snapshot', own && application !== undefined ? `${application}/${name}` : name),
      tags,
      ...(application !== undefined && { application }),
      perHour: { backups: gbMonthsPerHour(size) },
    };
  }
}

async function* buckets(s3: Pick<S3, 'usage'>): AsyncGenerator<Presence> {
  for await (const { scope, name, tags, bytes } of s3.usage()) {
    yield { place: scope, resource: resourceOf('bucket', name), tags, perHour: { 's3-storage': gbMonthsPerHour(bytes) } };
  }
}

/** A log group to which one application alone writes is that application's. */
function logGroups({ logs, analytics }: Metering): Presence[] {
  const writers = new Map<string, Set<string>>();
  const keyOf = ({ account, region }: { account: string; region: string }, group: string) => `${account} ${region} ${group}`;
  for (const { scope, name, logGroup } of analytics.applications()) {
    if (logGroup === undefined) continue;
    const key = keyOf(scope, logGroup);
    writers.set(key, (writers.get(key) ?? new Set()).add(name));
  }
  return logs.usage().map(({ scope, name, tags, storedBytes }) => {
    const [application, ...others] = writers.get(keyOf(scope, name)) ?? [];
    return {
      place: scope,
      resource: resourceOf('log-group', name),
      tags,
      ...(application !== undefined && others.length === 0 && { application }),
      perHour: { 'log-storage': gbMonthsPerHour(storedBytes) },
    };
  });
}

const ALARMS = { standard: 'alarms', high: 'high-alarms', composite: 'composite-alarms' } as const;
/** aws: dashboards belong to the account, not to a region — CloudWatch API reference, PutDashboard */
const GLOBAL = 'global';

function watching({ cloudwatch }: Metering): Presence[] {
  const { alarms, dashboards, custom } = cloudwatch.usage();
  return [
    // aws: by the hour, for the hours in which it comes — pricing page, "Custom metrics"
    ...custom.map(({ scope, namespace, metrics }) => ({
      place: scope,
      resource: resourceOf('namespace', namespace),
      tags: {},
      perHour: { 'custom-metrics': metrics / MONTH_HOURS },
    })),
    ...alarms.map(({ scope, name, tags, application, kind, metrics }) => ({
      place: scope,
      resource: resourceOf('alarm', name),
      tags,
      ...(application !== undefined && { application }),
      perHour: { [ALARMS[kind]]: metrics / MONTH_HOURS },
    })),
    ...dashboards.map(({ account, name, tags }) => ({
      place: { account, region: GLOBAL },
      resource: resourceOf('dashboard', name),
      tags,
      perHour: { dashboards: 1 / MONTH_HOURS },
    })),
  ];
}

const trailsOf = ({ trail }: Metering): Presence[] =>
  trail.usage().map(({ scope, name, tags }) => ({ place: scope, resource: resourceOf('trail', name), tags, perHour: {} }));

const keys = ({ kms }: Metering): Presence[] =>
  kms.usage().map(({ scope, id, tags, charged }) => ({
    place: scope,
    resource: resourceOf('key', id),
    tags,
    perHour: { keys: charged / MONTH_HOURS },
  }));

const secretsOf = ({ secretsManager }: Metering): Presence[] =>
  secretsManager.usage().map(({ scope, name, tags }) => ({
    place: scope,
    resource: resourceOf('secret', name),
    tags,
    perHour: { secrets: 1 / MONTH_HOURS },
  }));
