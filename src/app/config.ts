import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { OperatorError } from '#core';
import { KPU_MB, LEAST_KPU_MB } from '#engine';

/** Everything that can be set, with its default. The only reader of the environment. */
export interface Config {
  /** The checkout or installation: where the agent and the documentation are. */
  readonly home: string;
  readonly dataDir: string;
  /** Nobody named another one: commands need no --data. */
  readonly dataDirIsDefault: boolean;
  readonly host: string;
  readonly port: number;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Shard throughput and the like, as AWS limits them. */
  readonly limits: boolean;
  /** What an acknowledged write survives: `fsync` the loss of power, `process` the death of this process only. */
  readonly durability: 'fsync' | 'process';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Where Flink distributions and class-data archives are kept, shared by all data directories. */
  readonly cacheDir: string;
  /** `FLINK-1_20` → an existing distribution to use as it is. */
  readonly runtimeHomes: Readonly<Record<string, string>>;
  /** The operator's environment: mirrors, proxies and credentials of pip and Maven are his. Flink gets path, language and time zone of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The memory of a KPU in MiB; undefined: what suits a laptop. `aws` stands for AWS's 4096. */
  readonly kpuMemoryMb: number | undefined;
  /** How many CPUs of this machine count as a KPU's. */
  readonly kpuCpus: number;
  /** Seconds per datapoint of the autoscaling rule; 0: nothing scales by itself. */
  readonly scalingPeriodSeconds: number;
  /** How long main() may take to submit its job. aws: 5 minutes — developer guide, troubleshooting */
  readonly mainLimitSeconds: number;
  readonly javaHome: string | undefined;
  readonly agentJar: string;
  /** What the web console's build made. */
  readonly consoleDir: string;
  /** Seconds between a trail's deliveries, and between its digests. aws: about 5 minutes, an hour — CloudTrail user guide */
  readonly trailSeconds: number;
  readonly trailDigestSeconds: number;
  /** A price list of the operator's own; undefined: AWS's. */
  readonly priceFile: string | undefined;
  /** Further names by which browsers may reach the console, such as that of a proxy in front. */
  readonly consoleHosts: readonly string[];
}

/** What the command line may say; everything else comes from the environment or a default. */
export interface ConfigOptions {
  readonly data?: string | undefined;
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly limits?: string | undefined;
  readonly durability?: string | undefined;
  readonly logLevel?: string | undefined;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export function readConfig(options: ConfigOptions, env: NodeJS.ProcessEnv = process.env): Config {
  const home = resolve(env['MILLRACE_HOME'] ?? '.');
  const cacheHome =
    process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : (env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'));
  const logLevel = options.logLevel ?? env['MILLRACE_LOG_LEVEL'] ?? 'info';
  const limits = options.limits ?? 'on';
  const durability = options.durability ?? 'fsync';
  if (!(LEVELS as readonly string[]).includes(logLevel)) throw invalid('log level', logLevel, LEVELS.join(', '));
  if (limits !== 'on' && limits !== 'off') throw invalid('--limits', limits, 'on or off');
  if (durability !== 'fsync' && durability !== 'process') throw invalid('--durability', durability, 'fsync or process');
  return {
    home,
    dataDir: resolve(options.data ?? env['MILLRACE_DATA'] ?? join(home, '.millrace', 'data')),
    dataDirIsDefault: options.data === undefined,
    host: options.host ?? '127.0.0.1',
    port: portOf(options.port ?? env['MILLRACE_PORT'] ?? '4566'),
    account: '000000000000',
    region: 'us-east-1',
    partition: 'aws',
    limits: limits === 'on',
    durability,
    logLevel: logLevel as Config['logLevel'],
    cacheDir: resolve(env['MILLRACE_CACHE'] ?? join(cacheHome, 'millrace')),
    runtimeHomes: runtimeHomes(env),
    environment: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    kpuMemoryMb: kpuMemory(env['MILLRACE_KPU_MEMORY']),
    kpuCpus: amount('MILLRACE_KPU_CPUS', env['MILLRACE_KPU_CPUS'] ?? '1', 0.05),
    scalingPeriodSeconds: amount('MILLRACE_AUTOSCALING_PERIOD', env['MILLRACE_AUTOSCALING_PERIOD'] ?? '60', 0),
    mainLimitSeconds: amount('MILLRACE_MAIN_LIMIT', env['MILLRACE_MAIN_LIMIT'] ?? '300', 1),
    javaHome: env['JAVA_HOME'],
    agentJar: join(home, '.millrace', 'agent', 'millrace-agent.jar'),
    consoleDir: join(home, 'console', 'dist'),
    trailSeconds: amount('MILLRACE_TRAIL_INTERVAL', env['MILLRACE_TRAIL_INTERVAL'] ?? '300', 1),
    trailDigestSeconds: amount('MILLRACE_TRAIL_DIGEST_INTERVAL', env['MILLRACE_TRAIL_DIGEST_INTERVAL'] ?? '3600', 1),
    priceFile: env['MILLRACE_PRICES'] ? resolve(env['MILLRACE_PRICES']) : undefined,
    consoleHosts: (env['MILLRACE_HOSTS'] ?? '').split(/[\s,]+/).filter(Boolean),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid('--port', text, 'a number from 0 to 65535 (0 picks a free one)');
  return port;
}

function kpuMemory(text: string | undefined): number | undefined {
  if (text === undefined || text === 'local') return undefined;
  if (text === 'aws') return KPU_MB;
  const mb = Number(text);
  if (!Number.isInteger(mb) || mb < LEAST_KPU_MB)
    throw invalid('MILLRACE_KPU_MEMORY', text, `local, aws, or MiB from ${LEAST_KPU_MB}`);
  return mb;
}

function amount(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least) throw invalid(name, text, `a number from ${least}`);
  return value;
}

/** `MILLRACE_FLINK_1_20_HOME=/opt/flink-1.20.0` stands for the runtime FLINK-1_20. */
function runtimeHomes(env: NodeJS.ProcessEnv): Record<string, string> {
  const homes: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const match = /^MILLRACE_FLINK_(\d+_\d+)_HOME$/.exec(name);
    if (match && value) homes[`FLINK-${match[1]}`] = resolve(value);
  }
  return homes;
}

const invalid = (what: string, got: string, allowed: string) =>
  new OperatorError('InvalidOption', `${what} cannot be '${got}'.`, `Use ${allowed}.`);
