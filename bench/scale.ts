/**
 * Claim: what is there already costs nothing. A write to a stream takes as long among 1,000 streams as alone; objects are written and read, and
 * pages of a listing come, as quickly in a bucket of 1,000,000 objects as in an empty one; and memory stays bounded while 10 GB are
 * streamed in and out. Ratios of medians of the same run, signed requests of a user with a policy, data on the disk.
 *
 *   npm run build && npx tsx --conditions=source bench/scale.ts [streams] [objects] [gigabytes]
 */
import { Connection } from './load/connection.ts';
import { headOf, kinesisJson, type Plain, s3, type Target } from './load/requests.ts';
import { ask, millrace, residentMegabytes } from './load/servers.ts';

const [STREAMS = 1000, OBJECTS = 1_000_000, GIGABYTES = 10] = process.argv.slice(2).map(Number);
const SAMPLES = 500;
const WRITERS = 16;
const MIB = 1024 * 1024;

const server = await millrace(['--durability', 'process']);
const { target } = server;
const probe = await Connection.open(target.port, true);

async function timed(connection: Connection, to: Target, request: Plain): Promise<number> {
  const began = performance.now();
  const { status, pieces } = await connection.ask(headOf(to, request), request.body);
  if (status !== 200 && status !== 204) throw new Error(`${status} ${Buffer.concat(pieces).subarray(0, 300)}`);
  return performance.now() - began;
}

/** The median of single requests, one after the other, in milliseconds. */
async function median(make: (turn: number) => Plain, samples = SAMPLES): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < samples; turn++) times.push(await timed(probe, target, make(turn)));
  return times.sort((a, b) => a - b)[Math.floor(samples / 2)] ?? 0;
}

const row = (what: string, few: number, many: number) =>
  console.log(`${what.padEnd(52)}x ${(many / few).toFixed(2)}   ${few.toFixed(2)} ms -> ${many.toFixed(2)} ms`);

/** All of `count`, by several connections at once. */
async function inParallel(count: number, make: (turn: number) => Plain): Promise<void> {
  let next = 0;
  const work = async () => {
    const connection = await Connection.open(target.port, true);
    for (let turn = next++; turn < count; turn = next++) await timed(connection, target, make(turn));
    connection.close();
  };
  await Promise.all(Array.from({ length: WRITERS }, work));
}

const Data = Buffer.alloc(1024, 'x').toString('base64');
const stream = (turn: number) => `scale-${turn}`;
const write = (turn: number) => kinesisJson('PutRecord', { StreamName: stream(turn), Data, PartitionKey: `k${turn}` });

async function active(name: string): Promise<void> {
  const summary = kinesisJson('DescribeStreamSummary', { StreamName: name });
  while (!(await ask(target, summary)).includes('"ACTIVE"')) await new Promise((later) => setTimeout(later, 50));
}

async function streams(): Promise<void> {
  await ask(target, kinesisJson('CreateStream', { StreamName: stream(0), ShardCount: 1 }));
  await active(stream(0));
  await median(() => write(0), SAMPLES * 2); // warm
  const alone = await median(() => write(0));
  await inParallel(STREAMS - 1, (turn) => kinesisJson('CreateStream', { StreamName: stream(turn + 1), ShardCount: 1 }));
  await active(stream(STREAMS - 1));
  await inParallel(STREAMS, write); // every log has been opened
  row(`PutRecord, 1 -> ${STREAMS} streams, to one`, alone, await median(() => write(0)));
  row(`PutRecord, 1 -> ${STREAMS} streams, to each in turn`, alone, await median((turn) => write((turn * 7) % STREAMS)));
}

const body = Buffer.alloc(1024, 'x');
/** In an order of its own, as a million keys do not come sorted. */
const key = (turn: number) => `/bench-scale/${(turn * 7919) % 1000}/${turn}`;
const list = (query: string): Plain => ({ ...s3('GET', '/bench-scale', Buffer.alloc(0)), query });

async function objects(): Promise<void> {
  await ask(target, s3('PUT', '/bench-scale', Buffer.alloc(0)));
  const put = (turn: number) => s3('PUT', key(OBJECTS + turn), body);
  const get = (turn: number) => s3('GET', key(OBJECTS + turn), Buffer.alloc(0));
  await median(put, 1000); // warm, and the bucket is nearly empty
  const [putFew, getFew, listFew] = [
    await median(put),
    await median(get),
    await median(() => list('list-type=2&max-keys=1000'), 50),
  ];
  await inParallel(OBJECTS, (turn) => s3('PUT', key(turn), body));
  const among = `0 -> ${OBJECTS} objects`;
  row(`S3 put, ${among}`, putFew, await median(put));
  row(`S3 get, ${among}`, getFew, await median(get));
  row(`S3 list, first page, ${among}`, listFew, await median(() => list('list-type=2&max-keys=1000'), 50));
  row(
    `S3 list, page in the middle, ${among}`,
    listFew,
    await median(() => list('list-type=2&max-keys=1000&start-after=500%2F'), 50),
  );
  row(`S3 list, folders, ${among}`, listFew, await median(() => list('list-type=2&max-keys=1000&delimiter=%2F'), 20));
  console.log(`memory with ${OBJECTS} objects: ${residentMegabytes(server.pid).toFixed(0)} MB`);
}

async function streamed(): Promise<void> {
  const large = Buffer.alloc(64 * MIB, 'x');
  const rounds = Math.ceil((GIGABYTES * 1000 * MIB) / large.length);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentMegabytes(server.pid));
  }, 20);
  const before = residentMegabytes(server.pid);
  for (let round = 0; round < rounds; round++) {
    const path = `/bench-scale/large-${round % 4}`;
    await timed(probe, target, s3('PUT', path, large));
    await timed(probe, target, s3('GET', path, Buffer.alloc(0)));
  }
  clearInterval(watch);
  console.log(`memory while ${GIGABYTES} GB go in and out: ${before.toFixed(0)} MB before, at most ${most.toFixed(0)} MB`);
}

try {
  if (STREAMS > 1) await streams();
  await objects();
  if (GIGABYTES > 0) await streamed();
} finally {
  probe.close();
  await server.stop();
}
