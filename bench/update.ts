/**
 * Claim: an update of a running, stateful application keeps its records waiting no longer than the same update by hand over Flink's
 * REST API: stop-with-savepoint, processes ended at once, a new cluster started from the savepoint with the new code.
 *
 * Both run examples/counter, which here says each number it counts, with the same memory and a checkpoint every second. Downtime is
 * what the records see: from the last number counted by the old code to the first one counted by the new, by Flink's own clock in
 * the job's log. Both must go on exactly where they stopped. `until RUNNING` is what the operator sees: from the request on.
 *
 *   npx tsx --conditions=source bench/update.ts [rounds]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { StartApplicationCommand, StopApplicationCommand, UpdateApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { silentLogger } from '#core';
import { localFlink, type RuntimeName, restJobs } from '#engine';
import { Stand, until } from '../test/flink/application/stand.ts';
import { CACHE, COUNTER, jarOf } from '../test/flink/driver/rig.ts';
import { HAND_JOB, handMade, median, sleep, untilRunning } from './by-hand.ts';

const RUNTIME: RuntimeName = 'FLINK-1_20';
const APP = 'counter';
const ROUNDS = Number(process.argv[2] ?? 5);
const STEADY_MS = 4000;
const CODES = ['first', 'second'] as const;
type Code = (typeof CODES)[number];
const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
);
const stand = new Stand();
const jobs = restJobs();

interface Measured {
  readonly downtimeMs: number;
  readonly untilRunningMs: number;
}
interface Said {
  readonly code: Code;
  readonly at: number;
  readonly number: number;
}

/** The counter that says each number, and with which code. */
function counterSaying(code: Code, home: string): string {
  const file = join(stand.data, 'Counter.java');
  const source = readFileSync(COUNTER, 'utf8').replace('"logEvery", "100"', '"logEvery", "1"');
  writeFileSync(file, source.replace('"count of key', `"${code} count of key`));
  return jarOf(home, file, 'millrace.examples.counter.Counter');
}

function saidIn(message: string, at: number): Said[] {
  const match = /(first|second) count of key (\d+) is (\d+) at number (\d+)/.exec(message);
  if (!match) return [];
  const [key, count, number] = match.slice(2).map(Number) as [number, number, number];
  if (count !== Math.floor(number / 10) + 1) throw new Error(`key ${key}: not exact at ${number}`);
  return [{ code: match[1] as Code, at, number }];
}

function downtime(said: readonly Said[], to: Code): number | undefined {
  const last = said.filter(({ code }) => code !== to).toSorted((a, b) => b.number - a.number)[0];
  const first = said.filter(({ code }) => code === to).toSorted((a, b) => a.number - b.number)[0];
  // the logs arrive one after the other: the numbers tell when both are there
  return last && first && first.number === last.number + 1 ? first.at - last.at : undefined;
}

async function byHand(home: string, jars: Record<Code, string>): Promise<Measured> {
  const old = await handMade(RUNTIME, home, jars.first);
  const lines = (file: string): Said[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => saidIn(line, Number(line.slice(0, 13))));
  try {
    await untilRunning(jobs, old.restUrl);
    await sleep(STEADY_MS);
    const begun = performance.now();
    const directory = pathToFileURL(join(stand.data, 'by-hand')).href;
    const { triggerId } = await jobs.savepoint(old.restUrl, HAND_JOB, { triggerId: ids(), directory, stop: true });
    let path: string | undefined;
    while (path === undefined) {
      const look = await jobs.savepointOf(old.restUrl, HAND_JOB, triggerId);
      if (look?.state === 'failed') throw new Error(look.reason);
      if (look?.state === 'completed') path = look.path;
      else await sleep(50);
    }
    await old.kill();
    const young = await handMade(RUNTIME, home, jars.second, path);
    try {
      await untilRunning(jobs, young.restUrl);
      const untilRunningMs = performance.now() - begun;
      const files = [old.taskManagerLog, young.taskManagerLog];
      const downtimeMs = await until('its first count', async () => downtime(files.flatMap(lines), 'second'));
      return { downtimeMs, untilRunningMs };
    } finally {
      await young.kill();
      young.forget();
    }
  } finally {
    await old.kill();
    old.forget();
  }
}

const ids = (): string => crypto.randomUUID().replaceAll('-', '');

async function reaches(status: string): Promise<void> {
  for (;;) {
    const { ApplicationStatus } = await stand.describe(APP);
    if (ApplicationStatus === status) return;
    await sleep(50);
  }
}

async function saidSince(startTime: number): Promise<Said[]> {
  const said: Said[] = [];
  let nextToken: string | undefined;
  do {
    const request = { logGroupName: `/aws/kinesis-analytics/${APP}`, filterPattern: '"count of key"', startTime, nextToken };
    const page = await stand.aws.logs.send(new FilterLogEventsCommand(request));
    said.push(...(page.events ?? []).flatMap(({ message = '', timestamp = 0 }) => saidIn(message, timestamp)));
    nextToken = page.nextToken;
  } while (nextToken);
  return said;
}

async function withMillrace(to: Code): Promise<Measured> {
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
  await reaches('RUNNING');
  await sleep(STEADY_MS);
  const since = Date.now() - 1000;
  const CurrentApplicationVersionId = (await stand.describe(APP)).ApplicationVersionId;
  const begun = performance.now();
  const S3ContentLocationUpdate = { FileKeyUpdate: `${to}.jar` };
  await stand.aws.analytics.send(
    new UpdateApplicationCommand({
      ApplicationName: APP,
      CurrentApplicationVersionId,
      ApplicationConfigurationUpdate: { ApplicationCodeConfigurationUpdate: { CodeContentUpdate: { S3ContentLocationUpdate } } },
    }),
  );
  await reaches('RUNNING');
  const untilRunningMs = performance.now() - begun;
  const downtimeMs = await until('its first count', async () => downtime(await saidSince(since), to));
  await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: APP }));
  await reaches('READY');
  return { downtimeMs, untilRunningMs };
}

async function main(): Promise<void> {
  const options = { root: stand.data, cache: CACHE, runtimeHomes: {}, agentJar: undefined, javaHomes: [], environment };
  const home = await localFlink({ ...options, logger: silentLogger }).runtimes.home(RUNTIME, () => {});
  const jars = { first: counterSaying('first', home), second: counterSaying('second', home) };
  await stand.bucketWith({ 'first.jar': readFileSync(jars.first), 'second.jar': readFileSync(jars.second) });
  const role = await stand.role('bench');
  await stand.allow('bench', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
  await stand.createApplication(APP, role, 'first.jar', { runtime: RUNTIME });
  await withMillrace('second');
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const hand = await byHand(home, jars);
    const mine = await withMillrace(CODES[round % 2] as Code);
    theirs.push(hand);
    ours.push(mine);
    const said = (name: string, each: Measured) =>
      `${name} ${Math.round(each.downtimeMs)} ms (RUNNING after ${Math.round(each.untilRunningMs)} ms)`;
    process.stderr.write(`round ${round + 1}: ${said('by hand', hand)}, ${said('UpdateApplication', mine)}\n`);
  }
  const both = (of: (each: Measured) => number) => {
    const [mine, hand] = [median(ours.map(of)), median(theirs.map(of))];
    return `ratio ${(mine / hand).toFixed(2)}  (${Math.round(mine)} / ${Math.round(hand)} ms)`;
  };
  console.log(
    `${RUNTIME}, UpdateApplication / by hand, median of ${ROUNDS} rounds in one run, load ${loadavg()[0]?.toFixed(1)}:`,
  );
  console.log(`downtime       ${both((each) => each.downtimeMs)}: from the last record of the old code to the first of the new`);
  console.log(`until RUNNING  ${both((each) => each.untilRunningMs)}: from the request on`);
}

await stand.up();
try {
  await main();
} finally {
  await stand.down();
}
