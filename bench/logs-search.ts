/**
 * Claim: ten million events are searched in seconds. Lines as Flink writes them to its log stream go in through PutLogEvents, and
 * into a gzip file. Then, in turns: FilterLogEvents with a rare term, with a JSON pattern, an Insights query that filters and
 * counts, and `zgrep -c` for the same term over the same lines. Ratios of times: zgrep's by ours, higher is better. Beside them the
 * longest time in which the process did nothing else.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Operations } from '#api/logs';
import { randomIds, silentLogger, systemClock } from '#core';
import { openLogs } from '#services/logs';
import { Database } from '#storage';

const EVENTS = Number(process.argv[2] ?? 10_000_000);
const ROUNDS = Number(process.argv[3] ?? 2);
const STREAMS = 4;
const BATCH = 1600;
const group = { logGroupName: '/aws/kinesis-analytics/bench' };

const nobody = () => Promise.reject(new Error('there is no KMS here'));
const directory = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'millrace-bench-'));
const database = new Database(join(directory, 'meta.db'));
const logs = await openLogs({
  database,
  directory: join(directory, 'logs'),
  clock: systemClock,
  ids: randomIds,
  logger: silentLogger,
  metrics: { put() {} },
  records: { put: async () => {} },
  files: { exists: async () => false, mayReadAcl: async () => false, put: async () => {} },
  keys: { generate: nobody, open: nobody },
});
const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
async function ask<K extends keyof Operations & string>(
  name: K,
  input: Operations[K]['input'],
): Promise<Operations[K]['output']> {
  const operation = logs.service.operations[name];
  if (!operation || 'unsupported' in operation) throw new Error(name);
  const output = await operation.run(input as never, { scope, signal: new AbortController().signal } as never);
  await database.settled();
  return output as never;
}

const LOGGERS = ['executiongraph.ExecutionGraph', 'checkpoint.CheckpointCoordinator', 'taskmanager.Task', 'jobmaster.JobMaster'];
function line(n: number): string {
  const rare = n % 100_003 === 7;
  const logger = `org.apache.flink.runtime.${LOGGERS[n % LOGGERS.length]}`;
  const message = rare
    ? `Source: orders (${n % 8}/8)#0 switched from RUNNING to FAILED with failure cause: java.io.IOException: needle ${n}`
    : `Completed checkpoint ${n} for job ${(n * 2654435761).toString(16).padStart(16, '0')} (${n % 99991} bytes, checkpointDuration=${n % 977} ms, finalizationTime=${n % 13} ms).`;
  return `{"applicationARN":"arn:aws:kinesisanalytics:us-east-1:000000000000:application/bench","applicationVersionId":"${1 + (n % 9)}","locationInformation":"${logger}.log(${LOGGERS[n % 4]}.java:${n % 1999})","logger":"${logger}","message":"${message}","messageSchemaVersion":"1","messageType":"${rare ? 'ERROR' : n % 50 === 0 ? 'WARN' : 'INFO'}","threadName":"flink-pekko.actor.default-dispatcher-${n % 31}"}`;
}

console.log(`${EVENTS} events in ${STREAMS} streams; bytes go to ${directory}`);
await ask('CreateLogGroup', group);
for (let s = 0; s < STREAMS; s++) await ask('CreateLogStream', { ...group, logStreamName: `s${s}` });
const begun = Date.now() - 3_600_000;
const packed = join(directory, 'lines.gz');
let bytes = 0;
async function* batches(): AsyncGenerator<string> {
  for (let n = 0; n < EVENTS; n += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, EVENTS - n) }, (_, i) => line(n + i));
    const logEvents = messages.map((message, i) => ({ timestamp: begun + Math.floor((n + i) / 3000), message }));
    await ask('PutLogEvents', { ...group, logStreamName: `s${(n / BATCH) % STREAMS}`, logEvents });
    const text = `${messages.join('\n')}\n`;
    bytes += text.length;
    yield text;
  }
}
const loading = performance.now();
await pipeline(batches, createGzip({ level: 1 }), createWriteStream(packed));
console.log(`written in ${((performance.now() - loading) / 1000).toFixed(0)} s: ${(bytes / 1e9).toFixed(2)} GB of lines`);

const seconds = async (work: () => Promise<number>): Promise<[number, number]> => {
  const start = performance.now();
  const found = await work();
  return [(performance.now() - start) / 1000, found];
};
const zgrep = (term: string): Promise<number> =>
  new Promise((done, fail) => {
    const child = spawn('zgrep', ['-c', term, packed], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
    child.on('error', fail);
    child.on('close', () => done(Number(text)));
  });
async function filter(filterPattern: string): Promise<number> {
  let found = 0;
  for (let nextToken: string | undefined; ; ) {
    const page = await ask('FilterLogEvents', { ...group, filterPattern, nextToken });
    found += page.events?.length ?? 0;
    nextToken = page.nextToken;
    if (nextToken === undefined) return found;
  }
}
async function query(queryString: string): Promise<number> {
  const [startTime, endTime] = [Math.floor(begun / 1000) - 1, Math.ceil(Date.now() / 1000)];
  const { queryId = '' } = await ask('StartQuery', { ...group, startTime, endTime, queryString });
  for (;;) {
    const { status, results = [] } = await ask('GetQueryResults', { queryId });
    if (status === 'Complete')
      return results.reduce((sum, row) => sum + Number(row.find(({ field }) => field === 'n')?.value), 0);
    if (status === 'Failed') throw new Error('the query failed');
    await new Promise((done) => setTimeout(done, 20));
  }
}

const expected = Array.from({ length: EVENTS }, (_, n) => n).reduce((sum, n) => sum + Number(n % 100_003 === 7), 0);
const searches: [string, () => Promise<number>, number][] = [
  ['FilterLogEvents, a term', () => filter('needle'), expected],
  ['FilterLogEvents, { $.messageType = "ERROR" }', () => filter('{ $.messageType = "ERROR" }'), expected],
  [
    'Insights, filter and stats',
    () => query('filter messageType = "ERROR" | stats count(*) as n by bin(5m), applicationVersionId'),
    expected,
  ],
  ['Insights, events per hour', () => query('stats count(*) as n by bin(1h)'), EVENTS],
  ['Insights, events per millisecond', () => query('stats count(*) as n by bin(1ms)'), EVENTS],
  ['Insights, stats of everything', () => query('stats count(*) as n by messageType'), EVENTS],
  [
    'Insights, stats of everything, parsed',
    () => query('fields jsonParse(@message) as m | stats count(*) as n by m.messageType'),
    EVENTS,
  ],
];
for (let round = 0; round < ROUNDS; round++) {
  const [theirs, lines] = await seconds(() => zgrep('needle'));
  if (lines !== expected) throw new Error(`zgrep found ${lines} of ${expected}`);
  console.log(`zgrep -c: ${theirs.toFixed(2)} s`);
  for (const [what, search, all] of searches) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const [ours, found] = await seconds(search);
    delay.disable();
    if (found !== all) throw new Error(`${what}: found ${found} of ${all}`);
    console.log(
      `${what.padEnd(46)} ratio ${(theirs / ours).toFixed(2)}   ${ours.toFixed(2)} s, at most ${(delay.max / 1e6).toFixed(0)} ms at a stretch`,
    );
  }
}
await logs.close();
database.close();
rmSync(directory, { recursive: true });
