/**
 * Claim: what is there already costs nothing. A write to a stream takes as long among 1,000 streams as alone; objects are written and read, and
 * pages of a listing come, as quickly in a bucket of 1,000,000 objects as in an empty one; and memory stays bounded while 10 GB of objects
 * and 10 GB of records go in and out. Ratios of medians of the same run, signed requests of a user with a policy, data on the disk. Buckets are compared
 * when one is full, in turns with one of 1,500 objects beside it, so that both meet the same machine; what an empty server took is told too.
 *
 *   npm run build && npx tsx --conditions=source bench/scale.ts [streams] [objects] [gigabytes]
 */
import { loadavg } from 'node:os';
import { Connection } from './load/connection.ts';
import { headOf, kinesisJson, type Plain, s3, type Target } from './load/requests.ts';
import { ask, millrace, residentMegabytes } from './load/servers.ts';

const [STREAMS = 1000, OBJECTS = 1_000_000, GIGABYTES = 10] = process.argv.slice(2).map(Number);
const SAMPLES = 500;
const WRITERS = 16;
const MIB = 1024 * 1024;

const server = await millrace(['--durability', 'process']);
const { target } = server;
let probe = await Connection.open(target.port, true);

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

/** All of `count`, by several connections at once; says on stderr how it goes. */
async function inParallel(count: number, make: (turn: number) => Plain): Promise<number[]> {
  let next = 0;
  const tenth = Math.ceil(count / 10);
  const rates: number[] = [];
  let began = performance.now();
  const work = async () => {
    const connection = await Connection.open(target.port, true);
    for (let turn = next++; turn < count; turn = next++) {
      await timed(connection, target, make(turn));
      if ((turn + 1) % tenth !== 0) continue;
      const rate = tenth / ((performance.now() - began) / 1000);
      rates.push(rate);
      began = performance.now();
      const memory = residentMegabytes(server.pid).toFixed(0);
      process.stderr.write(`${turn + 1} of ${count}: ${rate.toFixed(0)}/s, ${memory} MB, load ${loadavg()[0]?.toFixed(1)}\n`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: WRITERS }, work));
  return rates;
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
const FULL = '/bench-scale';
const NEARLY_EMPTY = '/bench-scale-few';
/** In an order of its own, as a million keys do not come sorted. */
const key = (turn: number) => `/${(turn * 7919) % 1000}/${turn}`;
const list = (bucket: string, query: string): Plain => ({ ...s3('GET', bucket, Buffer.alloc(0)), query });

/** Medians in both buckets, in turns. */
async function inTurns(make: (bucket: string, turn: number) => Plain, samples = SAMPLES): Promise<[few: number, many: number]> {
  const [few, many]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < samples; turn++) {
    few.push(await timed(probe, target, make(NEARLY_EMPTY, turn)));
    many.push(await timed(probe, target, make(FULL, turn)));
  }
  const middle = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(samples / 2)] ?? 0;
  return [middle(few), middle(many)];
}

async function objects(): Promise<void> {
  const put = (bucket: string, turn: number) => s3('PUT', bucket + key(OBJECTS + turn), body);
  const get = (bucket: string, turn: number) => s3('GET', bucket + key(OBJECTS + turn), Buffer.alloc(0));
  const first = (bucket: string) => list(bucket, 'list-type=2&max-keys=1000');
  for (const bucket of [NEARLY_EMPTY, FULL]) {
    await ask(target, s3('PUT', bucket, Buffer.alloc(0)));
    await median((turn) => put(bucket, turn), 1500); // warm, and a page of a listing is full
  }
  const alone = {
    put: await median((turn) => put(FULL, turn)),
    get: await median((turn) => get(FULL, turn)),
    list: await median(() => first(FULL), 50),
  };
  // a million take longer than a silent connection is kept
  probe.close();
  const rates = await inParallel(OBJECTS, (turn) => s3('PUT', FULL + key(turn), body));
  probe = await Connection.open(target.port, true);
  console.log(`${WRITERS} writers, tenth by tenth: ${rates.map((rate) => rate.toFixed(0)).join(' ')} objects/s`);
  console.log(
    `an empty server: put ${alone.put.toFixed(2)} ms, get ${alone.get.toFixed(2)} ms, list ${alone.list.toFixed(2)} ms`,
  );
  const among = `0 -> ${OBJECTS} objects`;
  const [listFew] = await inTurns(first, 50);
  const show = (what: string, [few, many]: [number, number]) => row(`S3 ${what}, ${among}`, few, many);
  show('put', await inTurns(put));
  show('get', await inTurns(get));
  const seldom = (bucket: string, turn: number) =>
    s3('GET', bucket + key(bucket === FULL ? (turn * 104_729) % OBJECTS : OBJECTS + turn), Buffer.alloc(0));
  show('get, of any', await inTurns(seldom));
  show('list, first page', await inTurns(first, 50));
  const page = async (what: string, query: string, samples: number) =>
    show(`list, ${what}`, [listFew, await median(() => list(FULL, `list-type=2&max-keys=1000&${query}`), samples)]);
  await page('page in the middle', 'start-after=500%2F', 50);
  await page('folders', 'delimiter=%2F', 20);
  console.log(`memory with ${OBJECTS} objects: ${residentMegabytes(server.pid).toFixed(0)} MB`);
}

/** What the server holds before, at most and ten seconds after the work. */
async function watched(what: string, work: (told: (done: number) => void) => Promise<void>): Promise<void> {
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentMegabytes(server.pid));
  }, 20);
  const before = residentMegabytes(server.pid);
  const began = performance.now();
  let last = 0;
  await work((done) => {
    if (done - last < 1000 * MIB) return;
    last = done;
    process.stderr.write(`${(done / MIB / 1000).toFixed(1)} GB, at most ${most.toFixed(0)} MB\n`);
  });
  clearInterval(watch);
  const took = (performance.now() - began) / 1000;
  await new Promise((later) => setTimeout(later, 10_000));
  const after = residentMegabytes(server.pid);
  console.log(
    `memory while ${what}: ${before.toFixed(0)} MB before, at most ${most.toFixed(0)} MB, ${after.toFixed(0)} MB afterwards (${took.toFixed(0)} s)`,
  );
}

const ALL = GIGABYTES * 1000 * MIB;

async function streamedObjects(): Promise<void> {
  const large = Buffer.alloc(64 * MIB, 'x');
  const rounds = Math.ceil(ALL / large.length);
  await watched(`${GIGABYTES} GB of objects go in and out`, async (told) => {
    for (let round = 0; round < rounds; round++) {
      const path = `${FULL}/large-${round % 4}`;
      await timed(probe, target, s3('PUT', path, large));
      await timed(probe, target, s3('GET', path, Buffer.alloc(0)));
      told((round + 1) * large.length);
    }
  });
}

/** Records of 10 KiB by four megabytes, read as they come; then all of them again from the beginning, from the disk. */
async function streamedRecords(): Promise<void> {
  const StreamName = 'scale-large';
  const SHARDS = 4;
  const [each, size] = [400, 10_240];
  const json = async (operation: string, input: object) => {
    const request = kinesisJson(operation, input);
    const { status, pieces } = await probe.ask(headOf(target, request), request.body);
    const said = Buffer.concat(pieces).toString();
    if (status !== 200) throw new Error(`${status} ${said.slice(0, 300)}`);
    return JSON.parse(said);
  };
  await ask(target, kinesisJson('CreateStream', { StreamName, ShardCount: SHARDS }));
  await active(StreamName);
  const Data = Buffer.alloc(size, 'x').toString('base64');
  const put = kinesisJson('PutRecords', {
    StreamName,
    Records: Array.from({ length: each }, (_, i) => ({ Data, PartitionKey: `key-${i}` })),
  });
  const reader = async () => {
    const from = (shard: number) => ({ StreamName, ShardId: `shardId-${String(shard).padStart(12, '0')}` });
    const begin = (shard: number) => json('GetShardIterator', { ...from(shard), ShardIteratorType: 'TRIM_HORIZON' });
    const places: string[] = [];
    for (let shard = 0; shard < SHARDS; shard++) places.push((await begin(shard)).ShardIterator);
    /** One answer of each shard: how many records came. */
    return async () => {
      let came = 0;
      for (const [shard, ShardIterator] of places.entries()) {
        const { Records, NextShardIterator } = await json('GetRecords', { ShardIterator });
        places[shard] = NextShardIterator;
        came += Records.length;
      }
      return came;
    };
  };
  const batches = Math.ceil(ALL / (each * size));
  const complete = (came: number) => {
    if (came !== batches * each) throw new Error(`${came} of ${batches * each} records came`);
  };
  await watched(`${GIGABYTES} GB of records go in and out`, async (told) => {
    const read = await reader();
    let came = 0;
    for (let batch = 0; batch < batches; batch++) {
      await timed(probe, target, put);
      came += await read();
      told((batch + 1) * each * size);
    }
    for (let more = 1; more > 0; came += more) more = await read();
    complete(came);
  });
  await watched(`${GIGABYTES} GB of records are read once more`, async (told) => {
    const read = await reader();
    let came = 0;
    for (let more = 1; more > 0; came += more) {
      more = await read();
      told(came * size);
    }
    complete(came);
  });
}

try {
  if (STREAMS > 1) await streams();
  await objects();
  if (GIGABYTES > 0) {
    await streamedObjects();
    await streamedRecords();
  }
} finally {
  probe.close();
  await server.stop();
}
