import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { Changes } from '#console';
import { messageOf, OperatorError, randomIds, systemClock } from '#core';
import { pricesOf } from '#cost';
import {
  buildOf,
  createSupervisor,
  defaultSizing,
  kpuSizing,
  LEAST_KPU_MB,
  MSF_SCALING,
  restMetrics,
  SnapshotVault,
  type Supervisor,
  sampleMetrics,
} from '#engine';
import { createGateway, type Gateway, type Invoke, newAuthority } from '#gateway';
import { DataDirectory, isDatabaseDamaged, isDiskFull } from '#storage';
import { applicationStore } from './adapters/application-store.ts';
import { roleCode } from './adapters/code-store.ts';
import { gatewayIdentity } from './adapters/identity.ts';
import { logSink } from './adapters/log-sink.ts';
import { metricSink } from './adapters/metric-sink.ts';
import { objectBox } from './adapters/object-box.ts';
import { kept } from './certificates.ts';
import type { Config } from './config.ts';
import { audits, webConsole } from './console.ts';
import { costRoute } from './cost-route.ts';
import { localClusters } from './engine.ts';
import { serverLogger } from './logger.ts';
import { operatorOnly, ownRoutes } from './routes.ts';
import { newSecrets } from './secrets.ts';
import { SERVED_NAMES } from './served-names.ts';
import { type Foundation, openServices } from './services.ts';
import { Shutdown } from './shutdown.ts';
import type { StatusReport } from './status.ts';
import { topicRoutes } from './topic-routes.ts';

/** A Millrace that serves. */
export interface Millrace {
  readonly url: string;
  /** `keep` leaves Flink running for the next Millrace to adopt. */
  stop(flink: 'stop' | 'keep'): Promise<void>;
}

/** Takes a data directory into use and serves it: introduces the rooms to each other, then opens the door. */
export async function startMillrace(config: Config): Promise<Millrace> {
  const directory = new DataDirectory(config.dataDir);
  const clock = systemClock;
  const ids = randomIds;
  const logger = serverLogger(config.logLevel);
  directory.lock(process.pid);
  const shutdown = new Shutdown(logger);
  shutdown.add('lock', () => directory.unlock());
  try {
    const secrets = directory.secrets(() => newSecrets(config.account, ids));
    return await serve({ config, directory, secrets, clock, ids, logger, shutdown });
  } catch (failure) {
    await shutdown.run();
    if (isDiskFull(failure)) throw noRoom(config.dataDir);
    throw isDatabaseDamaged(failure) ? databaseDamaged(config.dataDir, failure) : failure;
  }
}

const noRoom = (directory: string): OperatorError =>
  new OperatorError(
    'DiskFull',
    `there is no room on the disk of ${directory}.`,
    'Free some space and start again: what was acknowledged is there.',
  );

const databaseDamaged = (directory: string, failure: unknown): OperatorError =>
  new OperatorError(
    'DatabaseDamaged',
    `a database in ${directory} is damaged: SQLite says "${messageOf(failure)}".`,
    'Check the disk. Restore the data directory from a copy; `sqlite3 meta.db .recover` reads what can be read. events.db holds the history of calls alone: without it Millrace starts.',
  );

async function serve(foundation: Foundation): Promise<Millrace> {
  const { config, directory, secrets, clock, ids, logger, shutdown } = foundation;
  const { partition, account, region } = config;
  const prices = pricesOf(config.priceFile);
  const changes = new Changes(clock);
  // Services call each other, and the engine calls them, through the gateway's authorisation; it is made last.
  let gateway: Gateway | undefined;
  let supervisor: Supervisor | undefined;
  let vault: SnapshotVault | undefined;
  const invoke: Invoke = (...call) => {
    if (!gateway) throw new Error('a service was called before the gateway was there');
    return gateway.invoke(...call);
  };

  const { database, services, iam, sts, cloudwatch, analytics, trail, sns, roles, seal, cost, meter } = await openServices(
    foundation,
    {
      invoke,
      supervisor: () => supervisor,
      vault: () => vault,
      url: () => url,
      alarmChanged: ({ account, region }, name) => changes.tell('alarm', { partition, account, region }, name),
    },
  );

  const authority = kept(directory, 'ca', () => newAuthority(clock));
  const flinkRoot = directory.in('flink');
  const snapshotRoot = directory.in('snapshots');
  const { driver, flink } = localClusters(config, flinkRoot, logger, authority);
  const store = applicationStore(analytics.engineView, (ref, what) => changes.tell(what, ref.scope, ref.name), {
    tell: cost.metered,
    transaction: (work) => database.transaction(work),
  });
  const status = (): StatusReport => ({
    version,
    url,
    pid: process.pid,
    residentBytes: process.memoryUsage.rss(),
    applications: store.refs().flatMap((ref) => supervisor?.report(ref) ?? []),
  });
  const startedAt = clock.now();
  const facts = () => ({ version, startedAt, residentBytes: process.memoryUsage.rss() });
  const reads = [costRoute(cost, prices, clock)];
  const forOperator = operatorOnly(secrets.controlToken);
  const atConsole = webConsole({
    config,
    changes,
    reads,
    store,
    supervisor: () => supervisor,
    clock,
    ids,
    iam,
    sts,
    trail,
    services,
    facts,
    forOperator,
  });
  gateway = createGateway({
    services,
    ...gatewayIdentity(iam.identities, sts),
    clock,
    ids,
    logger,
    settled: () => database.pending(),
    partition,
    region,
    account,
    routes: [
      ...atConsole.routes,
      ...topicRoutes(sns, partition, seal, () => database.settled()),
      ...ownRoutes({
        supervisor: () => supervisor,
        applications: () => store.refs(),
        forOperator,
        status,
        accounts: iam.accounts,
        settled: () => database.settled(),
      }),
    ],
    authority,
    audit: audits([trail.audit, changes]),
    meter,
  });
  const port = await listen(gateway, config);
  shutdown.add('gateway', () => gateway?.close());
  // an open page would keep the gateway waiting
  shutdown.add('changes', () => changes.close());
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  const url = `http://${host}:${port}`;
  sns.start();
  cost.meters.start();
  trail.start();
  cloudwatch.watchAlarms();

  const build = buildOf(config.agentJar);
  supervisor = createSupervisor({
    store,
    driver,
    flink,
    roles: roles.sessions,
    code: roleCode(invoke, roles),
    logs: logSink(invoke, roles),
    clock,
    ids,
    logger,
    secret: Buffer.from(secrets.sessionKey, 'base64'),
    flinkRoot,
    snapshotRoot,
    gateway: { url, redirect: { host, port, names: SERVED_NAMES, caFile: directory.in('tls', 'ca.pem') } },
    progressed: (ref) => changes.tell('start', ref.scope, ref.name),
    ...(build !== undefined && { build }),
    submitLimitMs: config.mainLimitSeconds * 1000,
    sizing: config.kpuMemoryMb === undefined ? defaultSizing : kpuSizing(config.kpuMemoryMb),
    machineKpus: kpusInMemory(config.kpuMemoryMb ?? KPU_AT_REST_MB),
    ...(config.scalingPeriodSeconds > 0 && {
      scaling: {
        ...MSF_SCALING,
        periodMs: config.scalingPeriodSeconds * 1000,
        kpuCpus: config.kpuCpus,
        maxKpus: affordableKpus(config.kpuCpus, config.kpuMemoryMb),
      },
    }),
  });
  vault = new SnapshotVault({
    store: analytics.snapshotKeeping,
    objects: objectBox(invoke, roles),
    snapshotRoot,
    clock,
    logger,
  });
  let flinkAtTheEnd: 'stop' | 'keep' = 'keep';
  const overseer = supervisor;
  shutdown.add('driver', () => driver.close());
  shutdown.add('supervisor', () => overseer.close({ stopClusters: flinkAtTheEnd === 'stop' }));
  await supervisor.start();
  vault.wake();
  directory.announce({ pid: process.pid, url, startedAt: clock.now().toISOString() });
  logger.info({ url, pid: process.pid }, 'serving');

  const keeper = vault;
  const metrics = sampleMetrics({
    flink: restMetrics(),
    sink: metricSink(cloudwatch),
    containers: driver,
    kpuCpus: config.kpuCpus,
    clock,
    logger,
    running: () => overseer.running(),
  });
  shutdown.add('metrics', () => metrics.close());
  shutdown.add('snapshots', () => keeper.close());
  shutdown.add('record', () => directory.retract());
  return {
    url,
    async stop(flinkProcesses) {
      logger.info({ flink: flinkProcesses }, 'stopping');
      flinkAtTheEnd = flinkProcesses;
      await shutdown.run();
    },
  };
}

async function listen(gateway: Gateway, { host, port }: Config): Promise<number> {
  try {
    return await gateway.listen({ host, port });
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new OperatorError(
        'PortInUse',
        `port ${port} of ${host} is in use by another program.`,
        'Choose another one with --port (0 picks a free one), or stop that program.',
      );
    if (code === 'EACCES')
      throw new OperatorError(
        'PortForbidden',
        `this user may not listen on port ${port} of ${host}.`,
        'Choose one from 1024 on with --port (0 picks a free one).',
      );
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw new OperatorError(
        'AddressUnknown',
        `${host} is no address of this machine.`,
        'Name one of its addresses with --host: 127.0.0.1 for this machine alone, 0.0.0.0 for all it has.',
      );
    throw failure;
  }
}

/** An application does not scale itself beyond what the machine has: that would only make it slower, and everything else with it. */
function affordableKpus(kpuCpus: number, kpuMemoryMb = LEAST_KPU_MB): number {
  const byCpu = Math.floor(availableParallelism() / Math.max(kpuCpus, 0.25));
  return Math.max(1, Math.min(MSF_SCALING.maxKpus, kpusInMemory(kpuMemoryMb), byCpu));
}

/** What a TaskManager of a laptop's size takes when it does little; who asks for many by name may have that many. */
const KPU_AT_REST_MB = 512;

const kpusInMemory = (kpuMb: number): number => Math.max(1, Math.floor((totalmem() * 0.75) / (kpuMb * 1_048_576)));

/** Stops what Flink processes a Millrace that is gone has left behind. Returns how many clusters that were. */
export async function buryClusters(config: Config): Promise<number> {
  const directory = new DataDirectory(config.dataDir);
  if (!directory.knownSecrets()) return 0;
  const { driver } = localClusters(config, directory.in('flink'), serverLogger('error'), async () => {});
  const alive = (await driver.list()).filter((look) => look.jobManager?.alive || look.taskManagers.some((each) => each.alive));
  await Promise.all(alive.map((look) => driver.stop(look.clusterId)));
  return alive.length;
}

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
