import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { cbor } from '@smithy/core/cbor';
import { signHeaders } from '#auth';

// Claim: Kinesis with signatures, policies and every record on the disk keeps most of what a server can do that does nothing.
// Records of 1 KiB per second and the median of single puts, as ratios to that server, both measured in this run, in turns.
//   npx tsx --conditions=source bench/kinesis.ts [seconds]

const SECONDS = Number(process.argv[2] ?? 2);
const TURNS = 3;
const WORKERS = 8;
const RECORDS = 500;
const agent = new Agent({ keepAlive: true, maxSockets: WORKERS });

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

async function start(kind: string): Promise<Server> {
  const child = fork(new URL('kinesis-server.ts', import.meta.url), [kind], { execArgv: process.execArgv });
  const [port] = await once(child, 'message');
  return { process: child, port };
}

interface Question {
  readonly operation: string;
  readonly body: Buffer;
  readonly cbor: boolean;
  /** The size of the real answer, for the server that does nothing. */
  answerBytes?: number;
}

const question = (operation: string, input: object, binary = false): Question => ({
  operation,
  body: Buffer.from(binary ? cbor.serialize(input) : JSON.stringify(input)),
  cbor: binary,
});

/** Signed once and sent again and again: what is measured is the server, as far as the client allows. */
function signed(server: Server, { operation, body, cbor: binary, answerBytes = 2 }: Question): Record<string, string> {
  const headers = {
    host: `127.0.0.1:${server.port}`,
    'content-type': binary ? 'application/x-amz-cbor-1.1' : 'application/x-amz-json-1.1',
    'x-amz-target': `Kinesis_20131202.${operation}`,
    'x-bench-answer': String(answerBytes),
  };
  const scope = { region: 'us-east-1', service: 'kinesis', now: Date.now() };
  const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'secret' };
  return {
    ...signHeaders({ method: 'POST', path: '/', query: '', headers }, body, credentials, scope),
    'content-length': String(body.length),
  };
}

const send = (server: Server, headers: Record<string, string>, body: Buffer): Promise<{ status: number; body: Buffer }> =>
  new Promise((resolve, reject) => {
    const sending = request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/', headers, agent }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces) }));
    });
    sending.on('error', reject);
    sending.end(body);
  });

async function ask(server: Server, operation: string, input: object): Promise<Record<string, unknown>> {
  const asked = question(operation, input);
  const { status, body } = await send(server, signed(server, asked), asked.body);
  if (status !== 200) throw new Error(`${operation}: ${status} ${body}`);
  return body.length > 0 ? JSON.parse(body.toString()) : {};
}

/** Requests per second and the median time of one. */
async function drive(server: Server, asked: Question, workers: number): Promise<{ rate: number; p50: number }> {
  const headers = signed(server, asked);
  const times: number[] = [];
  const end = performance.now() + (SECONDS * 1000) / TURNS;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < end) {
        const start = performance.now();
        const { status, body } = await send(server, headers, asked.body);
        times.push(performance.now() - start);
        if (status !== 200) throw new Error(`${asked.operation}: ${status} ${body.subarray(0, 300)}`);
      }
    }),
  );
  const rate = (times.length / (performance.now() - begin)) * 1000;
  return { rate, p50: times.sort((a, b) => a - b)[times.length >> 1] ?? 0 };
}

const nothing = await start('null');
const full = await start('full');

async function compare(name: string, asked: Question, records: number, workers = WORKERS): Promise<void> {
  const first = await send(full, signed(full, asked), asked.body);
  asked.answerBytes = first.body.length;
  const sums = { full: { rate: 0, p50: 0 }, nothing: { rate: 0, p50: 0 } };
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [kind, server] of [
      ['full', full],
      ['nothing', nothing],
    ] as const) {
      const { rate, p50 } = await drive(server, asked, workers);
      sums[kind].rate += rate / TURNS;
      sums[kind].p50 += p50 / TURNS;
    }
  }
  const { full: ours, nothing: null_ } = sums;
  console.log(
    `${name.padEnd(34)} rate ratio ${(ours.rate / null_.rate).toFixed(2)} (${(ours.rate * records).toFixed(0)} records/s)` +
      `   p50 ratio ${(ours.p50 / null_.p50).toFixed(2)} (${ours.p50.toFixed(2)} ms)`,
  );
}

const data = Buffer.alloc(1024, 'x');
const batch = (StreamName: string, Data: unknown) => ({
  StreamName,
  Records: Array.from({ length: RECORDS }, (_, i) => ({ Data, PartitionKey: `key-${i}` })),
});
for (const [StreamName, ShardCount] of [
  ['one', 1],
  ['four', 4],
] as const) {
  await ask(full, 'CreateStream', { StreamName, ShardCount });
  await compare(
    `PutRecords JSON, ${ShardCount} shards`,
    question('PutRecords', batch(StreamName, data.toString('base64'))),
    RECORDS,
  );
  await compare(`PutRecords CBOR, ${ShardCount} shards`, question('PutRecords', batch(StreamName, data), true), RECORDS);
}
const { ShardIterator } = await ask(full, 'GetShardIterator', {
  StreamName: 'one',
  ShardId: 'shardId-000000000000',
  ShardIteratorType: 'TRIM_HORIZON',
});
await compare('GetRecords JSON', question('GetRecords', { ShardIterator, Limit: RECORDS }), RECORDS);
await compare('GetRecords CBOR', question('GetRecords', { ShardIterator, Limit: RECORDS }, true), RECORDS);
const single = question('PutRecord', { StreamName: 'one', Data: data.toString('base64'), PartitionKey: 'k' });
await compare('PutRecord, one writer', single, 1, 1);
await compare(`PutRecord, ${WORKERS} writers`, single, 1);
agent.destroy();
for (const server of [nothing, full]) server.process.disconnect();
