import { readdir, readFile, rm } from 'node:fs/promises';
import { type Logger, OperatorError } from '#core';
import { jobManagerPlan, type Launch, type ProcessPlan, taskManagerPlan } from '../../flink-config/jvm.ts';
import { type Layout, layoutOf } from '../../flink-config/layout.ts';
import { pythonEnvironment } from '../../flink-config/python.ts';
import { RUNTIMES } from '../../runtimes.ts';
import type { ClusterDriver, ClusterLook, ClusterSpec, InstallProgress, RuntimeName } from '../contract.ts';
import { completedCheckpoints, pruneCheckpoints } from './checkpoints.ts';
import { classDataStore } from './class-data.ts';
import { limitOutputs, writeFiles } from './files.ts';
import { javaFinder } from './java.ts';
import { Keeper } from './keeper.ts';
import { lookAt } from './look.ts';
import { freePorts } from './ports.ts';
import { cpuTimes, findProcesses, signalGroup } from './processes.ts';
import { attemptsOf, type ClusterRecord, clusterIds, readRecord, writeAtomically, writeRecord } from './record.ts';
import { diskPercent, resourcesOf } from './resources.ts';

/** Where installed runtimes come from: the installer, or a folder somebody has. */
export interface RuntimeHomes {
  home(runtime: RuntimeName, report: (progress: InstallProgress) => void, signal?: AbortSignal): Promise<string>;
  /** An interpreter with the runtime's PyFlink. */
  python(runtime: RuntimeName, report: (progress: InstallProgress) => void, signal?: AbortSignal): Promise<string>;
}

export interface LocalDriverOptions {
  /** The data directory's `flink/`. */
  readonly root: string;
  /** Shared by all data directories: class-data archives are kept here. */
  readonly cache: string;
  readonly homes: RuntimeHomes;
  readonly agentJar: string | undefined;
  readonly javaHomes: readonly string[];
  /** The operator's environment. Of it the clusters get PATH, LANG and time zone, nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /** How long a cluster may take to end by itself before it is killed. */
  readonly graceMs?: number;
  /** How long after a first start the class-data archive is made. */
  readonly learnAfterMs?: number;
}

const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ'] as const;

export interface LocalDriver extends ClusterDriver {
  /** Ends what goes on beside the clusters, which run on. */
  close(): Promise<void>;
}

export function localDriver(options: LocalDriverOptions): LocalDriver {
  const { root, logger } = options;
  const findJava = javaFinder({ javaHomes: options.javaHomes, environment: options.environment });
  const classData = classDataStore(`${options.cache}/class-data`, logger);
  const keeper = new Keeper(options.graceMs ?? 2000);
  const inherited = Object.fromEntries(
    INHERITED.flatMap((name) => (options.environment[name] ? [[name, options.environment[name]]] : [])),
  );
  const turns = new Map<string, Promise<unknown>>();
  const learning = new Map<string, () => ReturnType<typeof classData.learn>>();

  /** One change at a time per cluster. */
  const inTurn = <T>(clusterId: string, work: () => Promise<T>): Promise<T> => {
    const next = (turns.get(clusterId) ?? Promise.resolve()).then(work, work);
    const settled = next.catch(() => undefined).finally(() => turns.get(clusterId) === settled && turns.delete(clusterId));
    turns.set(clusterId, settled);
    return next;
  };

  const current = async (clusterId: string): Promise<{ record: ClusterRecord; layout: Layout } | undefined> => {
    for (const attempt of await attemptsOf(`${root}/${clusterId}`)) {
      const layout = layoutOf(root, clusterId, attempt);
      const record = await readRecord(layout);
      if (record) return { record, layout };
    }
    return undefined;
  };

  const look = async (clusterId: string): Promise<ClusterLook | undefined> => {
    const found = await current(clusterId);
    if (!found) return undefined;
    void limitOutputs(found.layout);
    return lookAt(found.record, found.layout, keeper, `-Dmillrace.root=${root}`);
  };

  const launchOf = async (spec: ClusterSpec, layout: Layout): Promise<{ launch: Launch; executable: string }> => {
    const home = await options.homes.home(spec.runtime, () => {});
    const jvm = await findJava(RUNTIMES[spec.runtime]);
    const classpath = await jarsOf(home);
    const lists = { jobmanager: `${layout.tmp}/jobmanager.classes`, taskmanager: `${layout.tmp}/taskmanager.classes` };
    const [jobmanager, taskmanager] = await Promise.all([
      classData.plan(jvm, classpath, lists.jobmanager),
      classData.plan(jvm, classpath, lists.taskmanager),
    ]);
    if (jobmanager && 'list' in jobmanager) {
      const learn = () => classData.learn(jvm, classpath, Object.values(lists));
      learning.set(spec.clusterId, learn);
      setTimeout(() => learning.get(spec.clusterId) === learn && learn(), options.learnAfterMs ?? 30_000).unref();
    }
    const launch: Launch = {
      spec,
      layout,
      root,
      classpath,
      agentJar: options.agentJar,
      classData: (role) => (role === 'jobmanager' ? jobmanager : taskmanager),
    };
    if (spec.redirect && !options.agentJar)
      throw new OperatorError(
        'AgentMissing',
        'The Java agent is not built, so AWS calls of jobs cannot be redirected.',
        'Build it: mvn -f agent package',
      );
    return { launch, executable: jvm.executable };
  };

  const environmentOf = (launch: Launch, home: string): Record<string, string> => ({
    ...inherited,
    HOME: launch.layout.home,
    FLINK_CONF_DIR: launch.layout.conf,
    // Flink looks for usrlib beside its lib: the attempt's own, though the classes come from the runtime's.
    FLINK_LIB_DIR: `${launch.layout.attempt}/lib`,
    FLINK_PLUGINS_DIR: `${home}/plugins`,
    FLINK_OPT_DIR: `${home}/opt`,
    ...(launch.spec.job.kind === 'python' && pythonEnvironment(launch.layout, home)),
    ...launch.spec.environment,
  });

  const spawn = (executable: string, launch: Launch, home: string, plan: ProcessPlan): Promise<void> =>
    keeper.spawn(executable, plan, launch.layout, environmentOf(launch, home), () => {
      const data = launch.classData(plan.name === 'jobmanager' ? 'jobmanager' : 'taskmanager');
      if (data && 'archive' in data) void classData.refuse(data.archive);
    });

  const stop = async (clusterId: string): Promise<void> => {
    const strays = await findProcesses(`-Dmillrace.root=${root}`);
    const own = strays.filter((seen) => seen.args.includes(`-Dmillrace.cluster=${clusterId}`));
    await learning.get(clusterId)?.().read;
    learning.delete(clusterId);
    await keeper.end(own.map((seen) => seen.pid));
    for (const attempt of await attemptsOf(`${root}/${clusterId}`)) {
      const layout = layoutOf(root, clusterId, attempt);
      await rm(layout.tmp, { recursive: true, force: true });
    }
  };

  return {
    async prepare(runtime, report, signal, kind = 'jar') {
      await findJava(RUNTIMES[runtime]);
      await options.homes.home(runtime, report, signal);
      if (kind === 'python') await options.homes.python(runtime, report, signal);
    },

    start: (spec) =>
      inTurn(spec.clusterId, async () => {
        await stop(spec.clusterId);
        const layout = layoutOf(root, spec.clusterId, spec.attempt);
        const runtime = RUNTIMES[spec.runtime];
        const newest = (await completedCheckpoints(layout.checkpoints))[0];
        const kept = [spec.jobId, ...(newest ? [newest.jobId] : [])];
        await pruneCheckpoints(layout.checkpoints, kept, spec.restore?.path);
        for (const old of (await attemptsOf(layout.cluster)).slice(2)) {
          await rm(layoutOf(root, spec.clusterId, old).attempt, { recursive: true, force: true });
        }
        const [rest = 0, rpc = 0] = await freePorts(2);
        const python = spec.job.kind === 'python' ? await options.homes.python(spec.runtime, () => {}) : undefined;
        await writeFiles(spec, runtime, layout, { rest, rpc }, python);
        const { clusterId, attempt, generation, jobId, taskManagers } = spec;
        await writeRecord(layout, {
          clusterId,
          attempt,
          generation,
          runtime: runtime.name,
          jobId,
          restPort: rest,
          rpcPort: rpc,
          taskManagers,
        });
        const { launch, executable } = await launchOf(spec, layout);
        const home = await options.homes.home(spec.runtime, () => {});
        const plans = [
          jobManagerPlan(launch),
          ...Array.from({ length: taskManagers }, (_, index) => taskManagerPlan(launch, index + 1)),
        ];
        await Promise.all(plans.map((plan) => spawn(executable, launch, home, plan)));
        return (await look(clusterId)) as ClusterLook;
      }),

    ensure: (spec) =>
      inTurn(spec.clusterId, async () => {
        const seen = await look(spec.clusterId);
        if (!seen || seen.attempt !== spec.attempt || !seen.jobManager?.alive) {
          throw new OperatorError(
            'ClusterGone',
            `Attempt ${spec.attempt} of ${spec.clusterId} has no JobManager.`,
            'Start a new attempt.',
          );
        }
        const dead = spec.taskManagers - seen.taskManagers.filter((each) => each.alive).length;
        if (dead <= 0) return seen;
        const layout = layoutOf(root, spec.clusterId, spec.attempt);
        const highest = Math.max(0, ...seen.taskManagers.map((each) => Number(each.name.split('-')[1])));
        for (const each of seen.taskManagers) if (!each.alive) await keeper.bury(layout, each);
        const { launch, executable } = await launchOf(spec, layout);
        const home = await options.homes.home(spec.runtime, () => {});
        const plans = Array.from({ length: dead }, (_, index) => taskManagerPlan(launch, highest + 1 + index));
        await Promise.all(plans.map((plan) => spawn(executable, launch, home, plan)));
        return (await look(spec.clusterId)) as ClusterLook;
      }),

    look,

    async list() {
      const ids = await clusterIds(root);
      const looks = (await Promise.all(ids.map(look))).filter((each) => each !== undefined);
      const known = new Set(looks.flatMap((each) => [each.jobManager?.pid, ...each.taskManagers.map((tm) => tm.pid)]));
      // Spawned, but Millrace died before it wrote down the pid; or left over from an earlier attempt. Nobody will ever ask for it.
      const strays = (await findProcesses(`-Dmillrace.root=${root}`)).filter(
        (seen) => !known.has(seen.pid) && !keeper.owns(seen.pid),
      );
      for (const stray of strays) {
        logger.warn(
          { pid: stray.pid, args: stray.args.filter((arg) => arg.startsWith('-Dmillrace.')) },
          'a Flink process without a record is ended',
        );
        signalGroup(stray.pid, 'SIGKILL');
      }
      return looks;
    },

    stop: (clusterId) => inTurn(clusterId, () => stop(clusterId)),

    async wait(clusterId, signal) {
      const seen = await look(clusterId);
      if (!seen) return;
      const processes = [seen.jobManager, ...seen.taskManagers].filter((each) => each !== undefined);
      if (processes.length === 0 || processes.some((each) => !each.alive)) return;
      await keeper.anyExit(processes, signal);
    },

    cpuTimes: (processes) => cpuTimes(processes.map((each) => each.pid)),
    resources: (processes) => resourcesOf(processes.map((each) => each.pid)),
    diskPercent: () => diskPercent(root).catch(() => undefined),

    async setLogLevel(clusterId, level) {
      const found = await current(clusterId);
      if (!found) return;
      const text = await readFile(found.layout.log4j, 'utf8');
      await writeAtomically(found.layout.log4j, text.replace(/^rootLogger\.level = .*$/m, `rootLogger.level = ${level}`));
    },

    async lastCheckpoint(clusterId) {
      return (await completedCheckpoints(layoutOf(root, clusterId, 0).checkpoints))[0];
    },

    remove: (clusterId) =>
      inTurn(clusterId, async () => {
        await stop(clusterId);
        await rm(`${root}/${clusterId}`, { recursive: true, force: true });
      }),

    close: () => classData.close(),
  };
}

/** The runtime's JARs in the order Flink's own scripts give them: flink-dist last. */
async function jarsOf(home: string): Promise<string[]> {
  const names = (await readdir(`${home}/lib`)).filter((name) => name.endsWith('.jar')).sort();
  const dist = names.filter((name) => name.startsWith('flink-dist'));
  return [...names.filter((name) => !name.startsWith('flink-dist')), ...dist].map((name) => `${home}/lib/${name}`);
}
