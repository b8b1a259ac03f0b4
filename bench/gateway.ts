import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { cbor } from '@smithy/core/cbor';
import { signHeaders } from '#auth';

// Claim: the whole chain (signature, decoding, validation, authorisation, encoding) keeps most of what node:http can do.
// Requests per second of the gateway, as a ratio of a server that does nothing, both measured in this run.
//   npx tsx --conditions=source bench/gateway.ts [seconds]

const SECONDS = Number(process.argv[2] ?? 3);
const CONNECTIONS = 16;

interface Load {
  readonly name: string;
  readonly service: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const data = Buffer.alloc(1024, 'x');
const target = (operation: string, type: string) => ({ 'x-amz-target': `Kinesis_20131202.${operation}`, 'content-type': type });
const JSON_TYPE = 'application/x-amz-json-1.1';
const CBOR_TYPE = 'application/x-amz-cbor-1.1';
const iterator = { StreamName: 'orders', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' };
const put = (count: number, Data: unknown) => ({
  StreamName: 'orders',
  Records: Array.from({ length: count }, (_, i) => ({ Data, PartitionKey: `key-${i}` })),
});

const loads: Load[] = [
  {
    name: 'GetShardIterator, JSON',
    service: 'kinesis',
    headers: target('GetShardIterator', JSON_TYPE),
    body: Buffer.from(JSON.stringify(iterator)),
  },
  {
    name: 'GetShardIterator, CBOR',
    service: 'kinesis',
    headers: target('GetShardIterator', CBOR_TYPE),
    body: Buffer.from(cbor.serialize(iterator)),
  },
  {
    name: 'GetCallerIdentity, Query',
    service: 'sts',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15'),
  },
  {
    name: 'PutRecords 10 x 1 KiB, JSON',
    service: 'kinesis',
    headers: target('PutRecords', JSON_TYPE),
    body: Buffer.from(JSON.stringify(put(10, data.toString('base64')))),
  },
  {
    name: 'PutRecords 10 x 1 KiB, CBOR',
    service: 'kinesis',
    headers: target('PutRecords', CBOR_TYPE),
    body: Buffer.from(cbor.serialize(put(10, data))),
  },
  {
    name: 'PutRecords 500 x 1 KiB, CBOR',
    service: 'kinesis',
    headers: target('PutRecords', CBOR_TYPE),
    body: Buffer.from(cbor.serialize(put(500, data))),
  },
];

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

async function start(kind: string): Promise<Server> {
  const child = fork(new URL('gateway-server.ts', import.meta.url), [kind], { execArgv: process.execArgv });
  const [port] = await once(child, 'message');
  return { process: child, port };
}

function bytesOf({ service, headers, body }: Load, port: number): Buffer {
  const host = `127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const signed = signHeaders(
    { method: 'POST', path: '/', query: '', headers: { host, 'content-length': String(body.length), ...headers } },
    body,
    credentials,
    { region: 'us-east-1', service, now: Date.now() },
  );
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
}

interface Figures {
  /** Answers per second of the clock. */
  readonly rate: number;
  /** Microseconds of the server's processor per answer: what counts when others use the machine too. */
  readonly cost: number;
}

async function processorTime(server: ChildProcess): Promise<number> {
  server.send('cpu');
  const [{ user, system }] = await once(server, 'message');
  return user + system;
}

/** Each connection asks again when it was answered. */
async function measure(load: Load, { process: server, port }: Server, seconds: number): Promise<Figures> {
  const bytes = bytesOf(load, port);
  let answers = 0;
  let running = true;
  const one = async () => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    let seen = Buffer.alloc(0);
    const done = once(socket, 'close');
    socket.on('data', (piece) => {
      seen = seen.length === 0 ? piece : Buffer.concat([seen, piece]);
      const end = seen.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = seen.toString('latin1', 0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (seen.length < end + 4 + length) return;
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(seen.toString());
      answers++;
      seen = Buffer.alloc(0);
      if (running) socket.write(bytes);
      else socket.destroy();
    });
    socket.write(bytes);
    await done;
  };
  const cpu = await processorTime(server);
  const started = performance.now();
  const all = Promise.all(Array.from({ length: CONNECTIONS }, one));
  setTimeout(() => {
    running = false;
  }, seconds * 1000);
  await all;
  const rate = answers / ((performance.now() - started) / 1000);
  return { rate, cost: ((await processorTime(server)) - cpu) / answers };
}

const gateway = await start('gateway');
const nothing = await start('null');
const row = (name: string, ...cells: string[]) => console.log(name.padEnd(30) + cells.map((cell) => cell.padStart(12)).join(''));
row('gateway / null server', 'processor', 'answers/s', 'us each', 'of null');
for (const load of loads) {
  await measure(load, gateway, 1);
  await measure(load, nothing, 0.5);
  const ours = await measure(load, gateway, SECONDS);
  const theirs = await measure(load, nothing, SECONDS);
  const processor = `x ${(ours.cost / theirs.cost).toFixed(1)}`;
  row(load.name, processor, `x ${(ours.rate / theirs.rate).toFixed(2)}`, ours.cost.toFixed(0), theirs.cost.toFixed(0));
}
gateway.process.disconnect();
nothing.process.disconnect();
