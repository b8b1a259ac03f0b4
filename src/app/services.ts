import type { Clock, Ids, Logger } from '#core';
import type { SnapshotVault, Supervisor } from '#engine';
import { type GatewayOptions, type Invoke, newSigningPair } from '#gateway';
import { openCloudTrail } from '#services/cloudtrail';
import { type CloudWatchOptions, openCloudWatch } from '#services/cloudwatch';
import { FLUSH_MS, type LastUse, openIam } from '#services/iam';
import { openKinesis } from '#services/kinesis';
import { NO_LIMITS, openKinesisAnalytics } from '#services/kinesisanalyticsv2';
import { openKms } from '#services/kms';
import { openLogs } from '#services/logs';
import { openS3 } from '#services/s3';
import { openS3Control } from '#services/s3control';
import { openSecretsManager } from '#services/secretsmanager';
import { openSns } from '#services/sns';
import { openSts } from '#services/sts';
import { BlobStore, Database, type DataDirectory, noSync, type Secrets, tellOfTornWal } from '#storage';
import { alarmNotifier } from './adapters/alarm-notifier.ts';
import { codeStore } from './adapters/code-store.ts';
import { dataKeys, LOG_KEYS, OBJECT_KEYS, SECRETS_KEYS, STREAM_KEYS, TOPIC_KEYS } from './adapters/data-keys.ts';
import { issuerKeys } from './adapters/issuer-keys.ts';
import { logExports } from './adapters/log-exports.ts';
import { logMetrics } from './adapters/log-metrics.ts';
import { logRecords } from './adapters/log-records.ts';
import { roleSessions } from './adapters/role-sessions.ts';
import { topicPorts } from './adapters/topic-ports.ts';
import { trailBucket } from './adapters/trail-bucket.ts';
import { trailKeys } from './adapters/trail-keys.ts';
import { trailLogs } from './adapters/trail-logs.ts';
import { trailTopic } from './adapters/trail-topic.ts';
import { awsPolicies } from './aws-policies.ts';
import { kept } from './certificates.ts';
import type { Config } from './config.ts';
import { type Metering, openCost } from './cost.ts';
import { kmsRootKey } from './secrets.ts';
import { publishServiceMetrics } from './service-metrics.ts';
import type { Shutdown } from './shutdown.ts';

/** What everything stands on. */
export interface Foundation {
  readonly config: Config;
  readonly directory: DataDirectory;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

/** What is made after the services, and asked by them only when they serve. */
export interface Later {
  /** Services call each other through the gateway's authorisation. */
  readonly invoke: Invoke;
  readonly supervisor: () => Supervisor | undefined;
  readonly vault: () => SnapshotVault | undefined;
  readonly url: () => string;
  readonly alarmChanged: NonNullable<CloudWatchOptions['changed']>;
}

/** Opens every service on the data directory, each with the ports it asks for; what is opened is closed by `shutdown`. */
export async function openServices({ config, directory, secrets, clock, ids, logger, shutdown }: Foundation, later: Later) {
  const { invoke } = later;
  const { durability } = config;
  const fsync = durability === 'fsync';
  for (const name of ['meta.db', 'events.db']) tellOfTornWal(directory.in(name), logger);
  // SQLite gives its writes to the operating system with each commit; whether they are waited for on the disk is decided here
  const database = new Database(directory.in('meta.db'), fsync ? undefined : noSync);
  shutdown.add('database', () => database.close());
  let metering: Metering | undefined;
  const cost = openCost(database, () => metered(metering), { clock, logger });
  const blobs = await BlobStore.open({ database, directory: directory.in('blobs'), fsync });
  shutdown.add('blobs', () => blobs.close());
  const { partition, account } = config;
  const iam = openIam({ database, clock, ids, awsPolicies, root: { partition, account, ...secrets.rootKey } });
  const uses = new AbortController();
  const noting = writtenDown(iam.lastUse, clock, uses.signal);
  shutdown.add('last uses', async () => {
    uses.abort();
    await noting;
  });
  const sts = openSts({
    principals: iam.identities,
    issuerKeys: issuerKeys(clock),
    sessionKey: Buffer.from(secrets.sessionKey, 'base64'),
    clock,
    ids,
  });
  const kms = openKms({
    database,
    principals: iam.identities,
    clock,
    ids,
    rootKey: kmsRootKey(directory, ids),
    charge: cost.kms,
  });
  const secretsManager = openSecretsManager({
    database,
    keys: dataKeys(invoke, SECRETS_KEYS),
    principals: iam.identities,
    clock,
    ids,
    logger,
    charge: cost.secrets,
  });
  shutdown.add('secretsmanager', () => secretsManager.close());
  const limits = config.limits ? 'aws' : 'off';
  const kinesis = await openKinesis({
    database,
    directory: directory.in('streams'),
    clock,
    ids,
    logger,
    limits,
    durability,
    keys: dataKeys(invoke, STREAM_KEYS),
    principals: iam.identities,
    charge: cost.streams,
  });
  shutdown.add('kinesis', () => kinesis.close());
  const s3 = openS3({ database, blobs, dataKeys: dataKeys(invoke, OBJECT_KEYS), principals: iam.identities, clock, ids });
  shutdown.add('s3', () => s3.close());
  const cloudwatch = openCloudWatch({
    database,
    notifier: alarmNotifier(invoke, partition),
    clock,
    logger,
    changed: later.alarmChanged,
  });
  shutdown.add('cloudwatch', () => cloudwatch.close());
  const sources = [
    { namespace: 'AWS/Kinesis', measured: kinesis.measured },
    { namespace: 'AWS/S3', measured: s3.measured, daily: s3.stored },
  ];
  const published = publishServiceMetrics(sources, cloudwatch, clock, logger);
  shutdown.add('metrics of services', () => published.close());
  const seal = kept(directory, 'sns', () => newSigningPair(clock));
  const sns = openSns({
    database,
    keys: dataKeys(invoke, TOPIC_KEYS),
    ...topicPorts(directory, seal, later.url),
    clock,
    ids,
    logger,
  });
  shutdown.add('sns', () => sns.close());
  const logs = await openLogs({
    database,
    directory: directory.in('logs'),
    durability,
    clock,
    ids,
    logger,
    metrics: logMetrics(cloudwatch),
    records: logRecords(invoke, sts, clock),
    files: logExports(invoke, s3),
    keys: dataKeys(invoke, LOG_KEYS),
    meter: cost.logs,
  });
  shutdown.add('logs', () => logs.close());
  const events = new Database(directory.in('events.db'));
  shutdown.add('events', () => events.close());
  const trail = openCloudTrail({
    events,
    database,
    bucket: trailBucket(invoke),
    keys: trailKeys(invoke),
    logs: trailLogs(invoke, sts, clock),
    topic: trailTopic(invoke),
    seal: kept(directory, 'cloudtrail', () => newSigningPair(clock)),
    charge: cost.trails,
    clock,
    ids,
    logger,
    deliverEveryMs: config.trailSeconds * 1000,
    digestEveryMs: config.trailDigestSeconds * 1000,
    limits,
  });
  shutdown.add('cloudtrail', () => trail.close());
  const roles = roleSessions(invoke, sts, clock);
  const analytics = openKinesisAnalytics({
    database,
    clock,
    ids,
    roleTrust: roles.trust,
    ...(!config.limits && { limits: NO_LIMITS }),
    code: codeStore(invoke, roles),
    wake: (ref) => later.supervisor()?.wake(ref),
    wakeVault: () => later.vault()?.wake(),
    jobPlans: { planOf: async (ref) => later.supervisor()?.planOf(ref) },
    dashboards: { urlFor: (question) => later.supervisor()?.dashboardUrl(question) },
  });
  metering = { kinesis, s3, logs, analytics, cloudwatch, kms, secretsManager, trail };
  shutdown.add('meters', () => cost.meters.close());
  const services = [
    iam.service,
    sts.service,
    kinesis.service,
    s3.service,
    openS3Control({ buckets: s3.tagging, s3: s3.service }),
    logs.service,
    cloudwatch.service,
    analytics.service,
    trail.service,
    kms.service,
    secretsManager.service,
    sns.service,
  ];
  const namespaces = new Map(services.map(({ name, prefix }) => [name, prefix]));
  /** Who is told of a request when it was answered. */
  const meter: NonNullable<GatewayOptions['meter']> = (record, input) => {
    cost.requests(record, input);
    const { service, operation, caller, scope } = record;
    if (caller && service && scope) iam.lastUse.note(caller, namespaces.get(service) ?? service, scope.region);
    if (service === 's3' && operation !== undefined) s3.answered(partition, { ...record, operation }, input);
  };
  return { database, services, iam, sts, cloudwatch, analytics, trail, sns, logs, roles, seal, cost, meter };
}

function metered(metering: Metering | undefined): Metering {
  if (!metering) throw new Error('something was metered before it was there');
  return metering;
}

/** Writes down every minute, and at the end, who was used last. */
async function writtenDown(lastUse: LastUse, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(FLUSH_MS, signal).catch(() => {});
    try {
      lastUse.flush();
    } catch {
      // a full disk: what was noted is written the next time
    }
  }
}
