/**
 * Claims: with everything on (metrics, logs, the agent, a trail of every call), a job's throughput stays at 0.98 of the same job's on a
 * cluster started by hand; and an application that runs but has nothing to do costs Millrace no more than 1 % of a core.
 *
 * The job counts numbers in keyed state as fast as it can, with a checkpoint every second; records out of its source are read from Flink's own
 * metrics at both ends of the measured time.
 *   application / by hand   two clusters in turns: includes Millrace's choices for Flink (collector, heap, checkpoints), for better or worse
 *   watched / unwatched     one running application, with Millrace at work and held still (SIGSTOP) in turns of twenty seconds: what
 *                           sampling, logs and metrics alone take from it; turns this short share whatever else the machine does
 * Then the CPU time of the Millrace process: with nothing running, and with an application that gets no records. Linux only.
 *
 *   npx tsx --conditions=source bench/overhead.ts [rounds] [seconds] [pairs]
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { StartApplicationCommand, StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { silentLogger } from '#core';
import { localFlink, type RuntimeName, restJobs, restMetrics } from '#engine';
import { awsCli } from '../test/clients/aws-cli.ts';
import { Stand } from '../test/flink/application/stand.ts';
import { CACHE, mainJar } from '../test/flink/driver/rig.ts';
import { cost, HAND_JOB, handMade, median, sleep, untilRunning } from './by-hand.ts';

const RUNTIME: RuntimeName = 'FLINK-1_20';
const ROUNDS = Number(process.argv[2] ?? 3);
const SECONDS = Number(process.argv[3] ?? 60);
const PAIRS = Number(process.argv[4] ?? 8);
const TURN_MS = 20_000;
const WARM_MS = 20_000;
/** A job whose counter stands still for so long does not run any more. */
const STILL_MS = 60_000;
const stand = new Stand();
const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
);

const busyJob = (source: string) => `
  org.apache.flink.streaming.api.environment.StreamExecutionEnvironment env =
    org.apache.flink.streaming.api.environment.StreamExecutionEnvironment.getExecutionEnvironment();
  env.fromSource(new org.apache.flink.api.connector.source.lib.NumberSequenceSource(0, Long.MAX_VALUE - 1),
      org.apache.flink.api.common.eventtime.WatermarkStrategy.<Long>noWatermarks(), "numbers")
    ${source}
    .keyBy(n -> n % 1000).reduce((a, b) -> a + b)
    .addSink(new org.apache.flink.streaming.api.functions.sink.DiscardingSink<>());
  env.execute("busy");`;

/**
 * Records out of the source so far, and when that was. The JobManager fetches figures from its TaskManagers every ten seconds at most, and only
 * if somebody asks: an answer may be of any age. One that differs from the answer 100 ms before was fetched in between.
 */
async function counter(restUrl: string, jobId: string): Promise<() => Promise<{ out: number; at: number }>> {
  const metrics = restMetrics();
  const [source] = await metrics.tasks(restUrl, jobId);
  if (!source) throw new Error('the job has no tasks');
  const path = `/jobs/${jobId}/vertices/${source.id}/subtasks/metrics`;
  const ask = async () => (await metrics.figures(restUrl, path, ['numRecordsOut']))[0]?.sum ?? 0;
  return async () => {
    const deadline = performance.now() + STILL_MS;
    for (let last = await ask(); performance.now() < deadline; ) {
      await sleep(100);
      const out = await ask();
      if (out !== last) return { out, at: performance.now() };
      last = out;
    }
    throw new Error('the job counts no further');
  };
}

/** Records a second out of the source. */
async function rate(count: Awaited<ReturnType<typeof counter>>, ms: number): Promise<number> {
  const before = await count();
  await sleep(ms);
  const after = await count();
  return ((after.out - before.out) / (after.at - before.at)) * 1000;
}

async function warmRate(restUrl: string, jobId: string): Promise<number> {
  const count = await counter(restUrl, jobId);
  await sleep(WARM_MS);
  return rate(count, SECONDS * 1000);
}

async function byHand(home: string, jar: string): Promise<number> {
  const cluster = await handMade(RUNTIME, home, jar);
  try {
    await untilRunning(restJobs(), cluster.restUrl);
    return await warmRate(cluster.restUrl, HAND_JOB);
  } finally {
    await cluster.kill();
    cluster.forget();
  }
}

async function running<T>(name: string, work: (restUrl: string) => Promise<T>): Promise<T> {
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: name }));
  await stand.reaches(name, 'RUNNING');
  const { dashboard = '' } = (await stand.status(name)) ?? {};
  const result = await work(dashboard);
  await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: name, Force: true }));
  await stand.reaches(name, 'READY');
  return result;
}

async function jobOf(restUrl: string): Promise<string> {
  const { jobs } = (await (await fetch(`${restUrl}/jobs`)).json()) as { jobs: { id: string }[] };
  return jobs[0]?.id ?? '';
}

const ours = async (restUrl: string) => warmRate(restUrl, await jobOf(restUrl));

/** Watched / unwatched, of each pair of turns; which comes first changes from pair to pair. */
async function pairs(restUrl: string): Promise<number[]> {
  const count = await counter(restUrl, await jobOf(restUrl));
  await sleep(WARM_MS);
  const turn = async (watched: boolean) => {
    if (!watched) process.kill(stand.serverPid, 'SIGSTOP');
    try {
      return await rate(count, TURN_MS);
    } finally {
      process.kill(stand.serverPid, 'SIGCONT');
    }
  };
  const ratios: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const first = await turn(pair % 2 === 0);
    const second = await turn(pair % 2 !== 0);
    const ratio = pair % 2 === 0 ? first / second : second / first;
    ratios.push(ratio);
    process.stderr.write(`pair ${pair + 1}: ${ratio.toFixed(3)}\n`);
  }
  return ratios;
}

/** The share of a core that the Millrace process takes. */
async function share(): Promise<number> {
  const before = cost([stand.serverPid]).cpuMs;
  const begun = performance.now();
  await sleep(SECONDS * 1000);
  return (cost([stand.serverPid]).cpuMs - before) / (performance.now() - begun);
}

/** A trail of every call, as AWS's CLI makes one. */
async function trail(): Promise<void> {
  const [bin, millrace] = [await awsCli(), resolve(import.meta.dirname, '../millrace')];
  const { stdout } = await promisify(execFile)(millrace, ['env', '--json', '--data', stand.data]);
  const env = { ...process.env, ...(JSON.parse(stdout) as Record<string, string>) };
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${stand.bucket}`, `arn:aws:s3:::${stand.bucket}/*`],
    },
  ];
  const policy = new PutBucketPolicyCommand({
    Bucket: stand.bucket,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  await stand.aws.s3.send(policy);
  const aws = (...args: string[]) => promisify(execFile)(`${bin}/aws`, ['cloudtrail', ...args], { env });
  await aws('create-trail', '--name', 'everything', '--s3-bucket-name', stand.bucket, '--enable-log-file-validation');
  await aws('start-logging', '--name', 'everything');
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
  const jar = mainJar(home, busyJob(''));
  const idleJar = mainJar(home, busyJob('.filter(n -> { Thread.sleep(1000); return false; })'));
  await stand.bucketWith({ 'busy.jar': readFileSync(jar), 'idle.jar': readFileSync(idleJar) });
  const role = await stand.role('bench');
  await stand.allow('bench', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
  await stand.createApplication('busy', role, 'busy.jar', { runtime: RUNTIME });
  await stand.createApplication('idle', role, 'idle.jar', { runtime: RUNTIME });
  await trail();
  const [hand, mine]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    hand.push(await byHand(home, jar));
    mine.push(await running('busy', ours));
    process.stderr.write(
      `round ${round + 1}: by hand ${Math.round(hand.at(-1) ?? 0)}/s, application ${Math.round(mine.at(-1) ?? 0)}/s\n`,
    );
  }
  if (ROUNDS > 0) {
    const ratio = median(mine) / median(hand);
    console.log(`${RUNTIME}, application / by hand, median of ${ROUNDS} rounds in one run, load ${loadavg()[0]?.toFixed(1)}:`);
    console.log(`throughput  ratio ${ratio.toFixed(2)}  (${Math.round(median(mine))} / ${Math.round(median(hand))} records/s)`);
  }
  if (PAIRS > 0) {
    const ratios = (await running('busy', pairs)).toSorted((a, b) => a - b);
    const shown = ratios.map((ratio) => ratio.toFixed(3)).join(' ');
    console.log(`watched / unwatched, median of ${PAIRS} pairs in one application: ${median(ratios).toFixed(3)}  (${shown})`);
  }
  await sleep(WARM_MS);
  const nothing = await share();
  const idle = await running('idle', async () => {
    await sleep(WARM_MS);
    return share();
  });
  const percent = (part: number) => `${(part * 100).toFixed(2)} %`;
  console.log(
    `of a core   ${percent(nothing)} with nothing running, ${percent(idle)} with an idle application: ${percent(idle - nothing)} for it`,
  );
}

// a job that is busy for fifteen minutes would be scaled up in the midst of it
await stand.up({ MILLRACE_AUTOSCALING_PERIOD: '0' });
try {
  await main();
} finally {
  await stand.down();
}
