import type { ClusterSpec } from '../drivers/contract.ts';
import type { Runtime } from '../runtimes.ts';
import type { Layout } from './layout.ts';
import { taskManagerMemory } from './memory.ts';
import { PROGRAM_CONFIG } from './program-config.ts';

export interface Ports {
  readonly rest: number;
  readonly rpc: number;
}

const LOOPBACK = '127.0.0.1';
const fileUrl = (path: string): string => new URL(`file://${encodeURI(path)}`).href;

/** Every address is loopback: nobody but this machine may submit code to the cluster. */
const addresses = (ports: Ports): Record<string, string> => ({
  'jobmanager.rpc.address': LOOPBACK,
  'jobmanager.rpc.port': String(ports.rpc),
  'jobmanager.bind-host': LOOPBACK,
  'rest.address': LOOPBACK,
  'rest.bind-address': LOOPBACK,
  'rest.port': String(ports.rest),
  'rest.bind-port': String(ports.rest),
  'taskmanager.host': LOOPBACK,
  'taskmanager.bind-host': LOOPBACK,
  'blob.server.port': '0',
});

/** Both JVMs start at once, so a TaskManager first knocks at a door not yet built: it must not wait 10 s to knock again. */
// Bare milliseconds: these keys were plain numbers before 2.0 and durations after.
const impatience = (rpc: 'akka' | 'pekko'): Record<string, string> => ({
  'cluster.registration.initial-timeout': '100',
  'cluster.registration.max-timeout': '1000',
  'cluster.registration.error-delay': '200',
  'cluster.registration.refused-registration-delay': '500',
  [`${rpc}.retry-gate-closed-for`]: '50',
  // A killed TaskManager is noticed by two missed answers (2 x 2 s); a slow one keeps Flink's 50 s.
  'heartbeat.interval': '2000',
  'heartbeat.timeout': '50000',
});

/**
 * aws: 1 concurrent, exactly-once, 60 min, 1 retained, RocksDB incremental with local recovery, threshold 1 MiB — developer guide, reference-flink-settings.
 * Ours differs in one point: checkpoints are kept on cancellation too, because a graceful end of the JobManager process must not
 * delete what a new attempt restores from. The driver prunes them.
 */
function state(spec: ClusterSpec, runtime: Runtime, layout: Layout): Record<string, string> {
  const { keys } = runtime;
  const options: Record<string, string> = {
    [keys.backend]: 'rocksdb',
    [keys.incremental]: 'true',
    [keys.checkpointDirectory]: fileUrl(layout.checkpoints),
    [keys.savepointDirectory]: fileUrl(layout.savepoints),
    [keys.memoryThreshold]: '1048576',
    [keys.retained]: '1',
  };
  for (const key of keys.localRecovery) options[key] = 'true';
  if (spec.checkpoint.enabled) {
    Object.assign(options, {
      'execution.checkpointing.interval': flinkDuration(spec.checkpoint.intervalMs),
      'execution.checkpointing.min-pause': flinkDuration(spec.checkpoint.minPauseMs),
      'execution.checkpointing.mode': 'EXACTLY_ONCE',
      'execution.checkpointing.timeout': '1 h',
      'execution.checkpointing.max-concurrent-checkpoints': '1',
      [keys.externalized]: 'RETAIN_ON_CANCELLATION',
    });
  }
  if (spec.restore) {
    options[keys.restorePath] = spec.restore.path;
    options[keys.ignoreUnclaimed] = String(spec.restore.allowNonRestoredState);
  }
  return options;
}

const restarts = (runtime: Runtime): Record<string, string> =>
  runtime.restarts === 'fixed-delay'
    ? {
        [runtime.keys.restartStrategy]: 'fixed-delay',
        'restart-strategy.fixed-delay.attempts': '2147483647',
        'restart-strategy.fixed-delay.delay': '10 s',
      }
    : { [runtime.keys.restartStrategy]: 'exponential-delay' };

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/**
 * A duration as Flink itself would print it (`60 min` is `1 h`). With execution.program-config.enabled=false Flink compares texts,
 * so another spelling of the same duration counts as a forbidden change and the job does not start.
 */
export function flinkDuration(ms: number): string {
  const unit = UNITS.find(([, size]) => ms > 0 && ms % size === 0);
  return unit ? `${ms / unit[1]} ${unit[0]}` : `${ms} ms`;
}

/** The whole configuration of one attempt, JobManager and TaskManagers alike. Pure. */
export function flinkOptions(spec: ClusterSpec, runtime: Runtime, layout: Layout, ports: Ports): Record<string, string> {
  return {
    ...addresses(ports),
    ...impatience(runtime.keys.rpc),
    'parallelism.default': String(spec.parallelism),
    'taskmanager.numberOfTaskSlots': String(spec.slotsPerTaskManager),
    ...taskManagerMemory(spec.sizing, spec.slotsPerTaskManager),
    ...state(spec, runtime, layout),
    ...restarts(runtime),
    'io.tmp.dirs': layout.tmp,
    'blob.storage.directory': layout.tmp,
    'web.tmpdir': layout.tmp,
    // Flink keeps what REST says of a job for 3 s; who waits for RUNNING must not wait for that. Milliseconds, in both old and new spelling.
    'web.refresh-interval': '100',
    'web.submit.enable': 'false',
    'web.cancel.enable': 'false',
    'rest.flamegraph.enabled': 'true',
    // A finished or failed job stays readable over REST: what becomes of its cluster is the supervisor's decision.
    'execution.shutdown-on-application-finish': 'false',
    // Flink writes the error to the log first, which the JVM's own flag for this does not.
    'taskmanager.jvm-exit-on-oom': 'true',
    // aws: System.exit becomes a ProgramInvocationException — agent toolkit, msf-constraints-and-patterns
    'cluster.intercept-user-system-exit': 'THROW',
    ...(runtime.s3Credentials && { 'fs.s3a.aws.credentials.provider': runtime.s3Credentials }),
    ...(runtime.guardsProgramConfig ? PROGRAM_CONFIG : {}),
    ...spec.configuration,
  };
}

/** The configuration file's text. Flink's legacy parser cuts values at ` #`, so such a value is refused rather than shortened. */
export function configText(options: Readonly<Record<string, string>>, file: Runtime['configFile']): string {
  const lines = Object.entries(options).map(([key, value]) => {
    if (file === 'config.yaml') return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    if (/[\r\n#]/.test(value)) throw new RangeError(`${key}: flink-conf.yaml cannot carry a value with "#" or a line break`);
    return `${key}: ${value}`;
  });
  return `${lines.join('\n')}\n`;
}
