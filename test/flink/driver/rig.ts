import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLogger } from '#core';
import {
  type ClusterDriver,
  type ClusterLook,
  type ClusterSpec,
  defaultSizing,
  type FlinkJobs,
  type JobLook,
  localFlink,
  type RuntimeName,
  restJobs,
} from '#engine';

/** Where Millrace installs runtimes by default too, so that a test run after a first start downloads nothing. */
export const CACHE =
  process.env['MILLRACE_CACHE'] ?? join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'millrace');

export interface Rig {
  readonly driver: ClusterDriver;
  readonly jobs: FlinkJobs;
  readonly root: string;
  readonly home: (runtime: RuntimeName) => Promise<string>;
  /** Another driver on the same directory, as after a restart of Millrace. */
  readonly again: () => ClusterDriver;
  readonly close: () => Promise<void>;
}

const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
);

export function rig(): Rig {
  const root = mkdtempSync(join(tmpdir(), 'millrace-driver-'));
  const open = () =>
    localFlink({ root, cache: CACHE, runtimeHomes: {}, agentJar: undefined, javaHomes: [], environment, logger: silentLogger });
  const { driver, runtimes } = open();
  return {
    driver,
    jobs: restJobs(),
    root,
    home: (runtime) => runtimes.home(runtime, () => {}),
    again: () => open().driver,
    async close() {
      for (const look of await driver.list()) await driver.stop(look.clusterId);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Compiles one Java class against a runtime and packs it; without `main` in the manifest if `manifest` is false. */
export function jarOf(home: string, source: string, mainClass: string, manifest = true): string {
  const work = mkdtempSync(join(tmpdir(), 'millrace-jar-'));
  mkdirSync(join(work, 'classes'));
  execFileSync('javac', ['--release', '11', '-nowarn', '-d', join(work, 'classes'), '-cp', `${home}/lib/*`, source], {
    stdio: 'pipe',
  });
  const jar = join(work, 'job.jar');
  const main = manifest ? ['--main-class', mainClass] : [];
  execFileSync('jar', ['--create', '--file', jar, ...main, '-C', join(work, 'classes'), '.'], { stdio: 'pipe' });
  return jar;
}

export const COUNTER = resolve(
  import.meta.dirname,
  '../../../examples/counter/src/main/java/millrace/examples/counter/Counter.java',
);

export const counterJar = (home: string): string => jarOf(home, COUNTER, 'millrace.examples.counter.Counter');

/** A class `Main` whose main() is this. */
export function mainJar(home: string, body: string, manifest = true): string {
  const work = mkdtempSync(join(tmpdir(), 'millrace-source-'));
  const source = join(work, 'Main.java');
  writeFileSync(source, `public class Main { public static void main(String[] args) throws Exception { ${body} } }`);
  return jarOf(home, source, 'Main', manifest);
}

export const specOf = (runtime: RuntimeName, jarPath: string, over: Partial<ClusterSpec> = {}): ClusterSpec => ({
  clusterId: 'counter-1',
  attempt: 1,
  generation: 7,
  runtime,
  jobId: '0123456789abcdef0123456789abcdef',
  job: { kind: 'jar', jarPath },
  parallelism: 1,
  slotsPerTaskManager: 1,
  taskManagers: 1,
  checkpoint: { enabled: true, intervalMs: 1000, minPauseMs: 100 },
  log: {
    level: 'INFO',
    applicationArn: 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/counter',
    applicationVersionId: 3,
  },
  propertyGroups: [],
  environment: {},
  sizing: defaultSizing(1),
  configuration: {},
  ...over,
});

export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, withinMs = 60_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export const untilRunning = (
  { driver, jobs }: Pick<Rig, 'driver' | 'jobs'>,
  spec: ClusterSpec,
): Promise<{ look: ClusterLook; job: JobLook }> =>
  until(`${spec.runtime} RUNNING`, async () => {
    const look = await driver.look(spec.clusterId);
    if (look?.exit) throw new Error(`the JobManager ended: ${JSON.stringify(look.exit, undefined, 1)}`);
    const job = look?.restUrl ? await jobs.job(look.restUrl, spec.jobId) : undefined;
    return look && job?.state === 'RUNNING' && job.allTasksRunning && { look, job };
  });

export interface LogLine {
  readonly timestamp: number;
  readonly message: string;
  readonly messageType: string;
  readonly applicationVersionId: string;
  readonly throwableInformation?: string;
}

export const linesOf = (look: ClusterLook, part: string): LogLine[] =>
  look.logFiles
    .filter((file) => file.includes(part))
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as LogLine);

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
