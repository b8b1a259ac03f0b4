import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { signHeaders } from '#auth';

// Claim: objects go to a synced disk and come from it at a good part of what node:http can move at all, signatures and policies on.
// Figures of S3 as ratios of a server that does nothing, both measured in this run.
//   npx tsx --conditions=source bench/s3.ts [seconds] [part of a name]

const SECONDS = Number(process.argv[2] ?? 3);
const MIB = 1024 * 1024;

interface Load {
  readonly name: string;
  readonly method: 'PUT' | 'GET';
  readonly size: number;
  readonly connections: number;
}

const loads: Load[] = [
  { name: 'put 1 KiB', method: 'PUT', size: 1024, connections: 16 },
  { name: 'get 1 KiB', method: 'GET', size: 1024, connections: 16 },
  { name: 'put 100 KiB', method: 'PUT', size: 100 * 1024, connections: 16 },
  { name: 'get 100 KiB', method: 'GET', size: 100 * 1024, connections: 16 },
  { name: 'put 64 MiB', method: 'PUT', size: 64 * MIB, connections: 2 },
  { name: 'get 64 MiB', method: 'GET', size: 64 * MIB, connections: 2 },
];

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

async function start(kind: string): Promise<Server> {
  const child = fork(new URL('s3-server.ts', import.meta.url), [kind], { execArgv: process.execArgv });
  const [port] = await once(child, 'message');
  return { process: child, port };
}

/** A signed request as bytes: its head and its body. */
function requestOf(method: string, path: string, body: Buffer, port: number): Buffer[] {
  const host = `127.0.0.1:${port}`;
  const payload = body.length > MIB ? { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } : undefined;
  const signed = signHeaders(
    { method, path, query: '', headers: { host, 'content-length': String(body.length), ...payload } },
    body,
    { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    { region: 'us-east-1', service: 's3', now: Date.now() },
  );
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}\r\n`);
  return [Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), body];
}

/** Asks again and again on one connection, each time for the next of a hundred keys, until told to stop. Resolves with the number of answers. */
async function ask(port: number, requests: readonly Buffer[][], goOn: () => boolean): Promise<number> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const done = once(socket, 'close');
  let answers = 0;
  let head = '';
  let left = -1;
  const next = () => {
    for (const piece of requests[answers % requests.length] ?? []) if (piece.length > 0) socket.write(piece);
  };
  const answered = () => {
    answers++;
    head = '';
    left = -1;
    if (goOn()) next();
    else socket.destroy();
  };
  socket.on('data', (piece) => {
    let bytes = piece.length;
    if (left < 0) {
      head += piece.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(head);
      left = /transfer-encoding/i.test(head) ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      bytes = head.length - end - 4;
    }
    left -= bytes;
    if (left <= 0) answered();
  });
  next();
  await done;
  return answers;
}

const usage = async ({ process: server }: Server) => {
  server.send('usage');
  const [{ user, system, rss }] = await once(server, 'message');
  return { cpu: user + system, rss };
};

/** Answers per second, processor microseconds of the server for each, and the most memory it had. */
async function measure(load: Load, server: Server, seconds: number) {
  const body = load.method === 'PUT' ? Buffer.alloc(load.size, 'x') : Buffer.alloc(0);
  const names = namesOf(load.size);
  const before = await usage(server);
  const started = performance.now();
  const goOn = () => performance.now() - started < seconds * 1000;
  const all = Array.from({ length: load.connections }, (_, c) => {
    const requests = Array.from({ length: names }, (_, i) => requestOf(load.method, pathOf(c, i, load.size), body, server.port));
    return ask(server.port, requests, goOn);
  });
  const answers = (await Promise.all(all)).reduce((sum, n) => sum + n, 0);
  const after = await usage(server);
  return { rate: answers / ((performance.now() - started) / 1000), cost: (after.cpu - before.cpu) / answers, rss: after.rss };
}

/** Puts every object of a load once, so that it can be got. */
async function fill({ size, connections }: Load, port: number): Promise<void> {
  const body = Buffer.alloc(size, 'x');
  const names = namesOf(size);
  await Promise.all(
    Array.from({ length: connections }, (_, c) => {
      let left = names - 1;
      const requests = Array.from({ length: names }, (_, i) => requestOf('PUT', pathOf(c, i, size), body, port));
      return ask(port, requests, () => left-- > 0);
    }),
  );
}

const namesOf = (size: number): number => (size > MIB ? 2 : 100);
const pathOf = (connection: number, name: number, size: number): string => `/bench/o${connection}x${name}-${size}`;

const s3 = await start('s3');
const nothing = await start('null');
await ask(s3.port, [requestOf('PUT', '/bench', Buffer.alloc(0), s3.port)], () => false);
const row = (name: string, ...cells: string[]) => console.log(name.padEnd(14) + cells.map((cell) => cell.padStart(14)).join(''));
row('s3 / null', 'answers/s', 'processor', 'ours', 'null', 'us each', 'MiB now');
for (const load of loads.filter(({ name }) => name.includes(process.argv[3] ?? ''))) {
  const unit = (rate: number) => (load.size > MIB ? `${((rate * load.size) / MIB).toFixed(0)} MiB/s` : `${rate.toFixed(0)}/s`);
  await fill(load, s3.port);
  const ours = await measure(load, s3, SECONDS);
  const theirs = await measure(load, nothing, SECONDS);
  const ratios = [`x ${(ours.rate / theirs.rate).toFixed(2)}`, `x ${(ours.cost / theirs.cost).toFixed(1)}`];
  row(load.name, ...ratios, unit(ours.rate), unit(theirs.rate), ours.cost.toFixed(0), (ours.rss / MIB).toFixed(0));
}
s3.process.disconnect();
nothing.process.disconnect();
