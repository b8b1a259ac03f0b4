/**
 * Claim: from StartApplication, called as anybody calls it, to RUNNING, as DescribeApplication tells it, takes no longer than the same
 * cluster started by hand: code read with the role, the plan checked, logs shipped and state recorded included.
 *
 * Both run examples/counter with the same memory and a checkpoint every second; both are asked every 50 ms. Then the memory: of a
 * Millrace that does nothing, of one with a running application, and of the application's two JVMs. Linux only.
 *
 *   npx tsx --conditions=source bench/start-application.ts [rounds]
 */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { StartApplicationCommand, StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { silentLogger } from '#core';
import { localFlink, type RuntimeName, restJobs } from '#engine';
import { Stand } from '../test/flink/application/stand.ts';
import { CACHE, counterJar } from '../test/flink/driver/rig.ts';
import { byHand, cost, type Measured, median, sleep } from './by-hand.ts';

const RUNTIME: RuntimeName = 'FLINK-1_20';
const APP = 'counter';
const ROUNDS = Number(process.argv[2] ?? 3);
const PATIENCE_MS = Number(process.env['BENCH_PATIENCE_MS'] ?? 180_000);
const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
);
const stand = new Stand();

async function reaches(status: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while ((await stand.describe(APP)).ApplicationStatus !== status) {
    if (performance.now() > deadline) throw new Error(`${APP} did not become ${status}`);
    await sleep(50);
  }
}

/** StartApplication until RUNNING; stopped afterwards. */
async function application(): Promise<Measured & { readonly millraceMb: number }> {
  const begun = performance.now();
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
  await reaches('RUNNING');
  const ms = performance.now() - begun;
  const processes = (await stand.status(APP))?.processes.filter(({ alive }) => alive) ?? [];
  const figures = cost(processes.flatMap(({ pid }) => pid ?? []));
  await sleep(3000);
  const millraceMb = cost([stand.serverPid]).pssMb;
  await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: APP }));
  await reaches('READY');
  return { ms, millraceMb, ...figures };
}

async function main(): Promise<void> {
  const { runtimes } = localFlink({
    root: stand.data,
    cache: CACHE,
    runtimeHomes: {},
    agentJar: undefined,
    javaHomes: [],
    environment,
    logger: silentLogger,
  });
  const home = await runtimes.home(RUNTIME, () => {});
  const jar = counterJar(home);
  const jobs = restJobs();
  const idle = cost([stand.serverPid]).pssMb;
  await stand.bucketWith({ 'counter.jar': readFileSync(jar) });
  const role = await stand.role('bench');
  await stand.allow('bench', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
  await stand.createApplication(APP, role, 'counter.jar', { runtime: RUNTIME });
  const cold = await application();
  const ours: (Measured & { millraceMb: number })[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await byHand(RUNTIME, home, jar, jobs));
    ours.push(await application());
    const [hand, mine] = [theirs.at(-1)?.ms ?? 0, ours.at(-1)?.ms ?? 0];
    process.stderr.write(`round ${round + 1}: by hand ${Math.round(hand)} ms, StartApplication ${Math.round(mine)} ms\n`);
  }
  const both = (of: (each: Measured) => number, unit: string) => {
    const [mine, hand] = [median(ours.map(of)), median(theirs.map(of))];
    return `ratio ${(mine / hand).toFixed(2)}  (${Math.round(mine)} / ${Math.round(hand)} ${unit})`;
  };
  console.log(`${RUNTIME}, StartApplication / by hand, median of ${ROUNDS} rounds in one run, load ${loadavg()[0]?.toFixed(1)}:`);
  console.log(`start to RUNNING  ${both((each) => each.ms, 'ms')}; the first start of this run ${Math.round(cold.ms)} ms`);
  console.log(`memory of Flink   ${both((each) => each.pssMb, 'MiB')}`);
  const busy = median(ours.map((each) => each.millraceMb));
  console.log(
    `memory of Millrace  ${Math.round(idle)} MiB when it has just started, ${Math.round(busy)} MiB with the application running`,
  );
}

await stand.up();
try {
  await main();
} finally {
  await stand.down();
}
