/**
 * Claim: an application's cluster is RUNNING sooner than the same cluster started by hand, and takes less memory.
 *
 * Ours: the driver as StartApplication uses it (agent included if built, class-data archive, both JVMs at once).
 * By hand: the same Flink, JAR, memory figures and checkpointing with Flink's own settings otherwise; first the JobManager, then the
 * TaskManager, each after the helper JVM that bin/standalone-job.sh and bin/taskmanager.sh run to compute its flags.
 * RUNNING is when REST says that every task runs; both are asked every 50 ms, and Flink's 3 s cache of that answer is 0.1 s in both.
 *
 *   npx tsx bench/start.ts [runtime] [rounds]
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLogger } from '#core';
import { type FlinkJobs, isRuntimeName, localFlink, type RuntimeName, restJobs } from '#engine';
import { CACHE, counterJar, specOf } from '../test/flink/driver/rig.ts';
import { byHand, cost, type Measured, median, sleep, untilRunning } from './by-hand.ts';

const AGENT = resolve(import.meta.dirname, '../agent/target/millrace-agent.jar');

const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
);
const root = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
const { driver, runtimes } = localFlink({
  root,
  cache: CACHE,
  runtimeHomes: {},
  agentJar: existsSync(AGENT) ? AGENT : undefined,
  javaHomes: [],
  environment,
  logger: silentLogger,
});

async function ours(name: RuntimeName, jar: string, jobs: FlinkJobs, attempt: number): Promise<Measured> {
  writeFileSync(join(root, 'ca.pem'), '');
  const redirect = { host: '127.0.0.1', port: 9, names: ['*.amazonaws.com'], caFile: join(root, 'ca.pem') };
  const spec = specOf(name, jar, { clusterId: 'bench', attempt, ...(existsSync(AGENT) && { redirect }) });
  const begun = performance.now();
  const look = await driver.start(spec);
  try {
    await untilRunning(jobs, look.restUrl ?? '');
    const ms = performance.now() - begun;
    return { ms, ...cost([look.jobManager, ...look.taskManagers].map((each) => each?.pid ?? 0)) };
  } finally {
    await driver.stop('bench');
  }
}

async function main(): Promise<void> {
  const [asked = 'FLINK-1_20', rounds = '5'] = process.argv.slice(2);
  if (!isRuntimeName(asked)) throw new Error(`no such runtime: ${asked}`);
  const home = await runtimes.home(asked, ({ phase, percent }) => process.stderr.write(`${asked}: ${phase} ${percent ?? ''}\n`));
  const jar = counterJar(home);
  const jobs = restJobs();
  const cold = await ours(asked, jar, jobs, 1);
  // The first stop has the class-data archive made in the background; a later start finds it.
  await sleep(20_000);
  const mine: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    theirs.push(await byHand(asked, home, jar, jobs));
    mine.push(await ours(asked, jar, jobs, round + 2));
    process.stderr.write(
      `round ${round + 1}: by hand ${Math.round(theirs.at(-1)?.ms ?? 0)} ms, ours ${Math.round(mine.at(-1)?.ms ?? 0)} ms\n`,
    );
  }
  const ratio = (of: (each: Measured) => number) => (median(mine.map(of)) / median(theirs.map(of))).toFixed(2);
  const both = (of: (each: Measured) => number, unit: string) =>
    `${Math.round(median(mine.map(of)))} / ${Math.round(median(theirs.map(of)))} ${unit}`;
  const helpers = existsSync(`${home}/bin/bash-java-utils.jar`) ? 'with' : 'without';
  console.log(`${asked}, ours / by hand (${helpers} the scripts' helper JVMs), median of ${rounds} rounds in one run:`);
  console.log(
    `start to RUNNING  ratio ${ratio((each) => each.ms)}  (${both((each) => each.ms, 'ms')}; this run's first start of ours ${Math.round(cold.ms)} ms)`,
  );
  console.log(`CPU until then    ratio ${ratio((each) => each.cpuMs)}  (${both((each) => each.cpuMs, 'ms')})`);
  console.log(`memory of both    ratio ${ratio((each) => each.pssMb)}  (${both((each) => each.pssMb, 'MiB')})`);
}

try {
  await main();
} finally {
  await driver.remove('bench');
  rmSync(root, { recursive: true, force: true });
}
