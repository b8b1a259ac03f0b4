import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Connection } from './connection.ts';
import type { Told } from './null-server.ts';
import { headOf, iam, kinesisJson, type Plain, s3, type Target } from './requests.ts';

/** A server under load, in a process of its own. */
export interface Server {
  readonly name: string;
  readonly target: Target;
  readonly pid: number;
  readonly process: ChildProcess;
  /** From its start until it said that it serves. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

const HOME = resolve(import.meta.dirname, '../..');
const USER = 'bench';
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'kinesis:*', Resource: 'arn:aws:kinesis:*:*:stream/*' },
    // an iterator says nothing of its stream to MiniStack, which asks for it on everything
    { Effect: 'Allow', Action: 'kinesis:GetRecords', Resource: '*' },
    { Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::bench-*', 'arn:aws:s3:::bench-*/*'] },
    { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 's3:prefix': 'secret/' } } },
  ],
});

/** Millrace as it is shipped: `up` of the build on a directory, limits off, all the rest on, asked as root. `more` are further options of `up`. */
export async function millraceOn(data: string, more: readonly string[] = []): Promise<Server & { kill(): Promise<void> }> {
  const command = [
    join(HOME, 'dist/cli/index.js'),
    'up',
    '--port',
    '0',
    '--data',
    data,
    '--limits',
    'off',
    '--no-link',
    '--json',
    ...more,
  ];
  const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  const began = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=8', ...flags, ...command], {
    env: { ...process.env, MILLRACE_HOME: HOME },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  while (!/^\{.*\}$/m.test(said)) said += ((await once(child.stdout, 'data')) as [Buffer])[0];
  const line = /^\{.*\}$/m.exec(said)?.[0] ?? '';
  // V8 says more where it is asked to, by --trace-gc for example
  if (process.env['BENCH_SERVER_SAYS']) child.stdout.pipe(createWriteStream(process.env['BENCH_SERVER_SAYS'], { flags: 'a' }));
  const readyMs = performance.now() - began;
  const { rootKey } = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    name: 'millrace',
    target: { port: Number(new URL(JSON.parse(line).url).port), ...rootKey } as Target,
    pid: child.pid as number,
    process: child,
    readyMs,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** The same on a new directory, asked as a user with a policy. */
export async function millrace(more: readonly string[] = []): Promise<Server> {
  const data = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'millrace-bench-'));
  const server = await millraceOn(data, more);
  return {
    ...server,
    target: await asUser(server.target),
    stop: async () => {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A server of the same HTTP stack that does nothing. */
export async function nothing(): Promise<Server & { tell(answer: Told): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'null-server.ts'), { execArgv: process.execArgv });
  const [port] = (await once(child, 'message')) as [number];
  return {
    name: 'null',
    target: { port, accessKeyId: 'AKIANOTHING', secretAccessKey: 'nothing' },
    pid: child.pid as number,
    process: child,
    readyMs: 0,
    tell: async (answer) => {
      child.send(answer);
      await once(child, 'message');
    },
    stop: async () => child.disconnect(),
  };
}

/** MiniStack (PyPI `ministack`) with `AUTH=true`, where `$MINISTACK` names its command. */
export async function ministack(): Promise<Server | undefined> {
  const command = process.env['MINISTACK'];
  if (!command) return undefined;
  const port = await freePort();
  const began = performance.now();
  const child = spawn(command, [], { env: { ...process.env, GATEWAY_PORT: String(port), AUTH: 'true' }, stdio: 'ignore' });
  const root = { port, accessKeyId: 'test', secretAccessKey: 'test' };
  for (let tries = 0; ; tries++) {
    try {
      const target = await asUser(root);
      const stop = async () => void child.kill('SIGTERM');
      const readyMs = performance.now() - began;
      return { name: 'ministack', target, pid: child.pid as number, process: child, readyMs, stop };
    } catch (failure) {
      if (tries > 400) throw failure;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

/** A user with a policy of his own: root would need none to be evaluated. */
async function asUser(root: Target): Promise<Target> {
  await ask(root, iam('CreateUser', { UserName: USER }));
  await ask(root, iam('PutUserPolicy', { UserName: USER, PolicyName: 'load', PolicyDocument: POLICY }));
  const answer = (await ask(root, iam('CreateAccessKey', { UserName: USER }))).toString();
  const part = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1] ?? '';
  return { port: root.port, accessKeyId: part('AccessKeyId'), secretAccessKey: part('SecretAccessKey') };
}

/** One request outside of any measurement. */
export async function ask(target: Target, request: Plain): Promise<Buffer> {
  const connection = await Connection.open(target.port, true);
  try {
    const { status, pieces } = await connection.ask(headOf(target, request), request.body);
    const body = Buffer.concat(pieces);
    if (status !== 200) throw new Error(`${status} ${body.subarray(0, 500)}`);
    return body;
  } finally {
    connection.close();
  }
}

/** Partition keys of which each shard of a new stream gets as many: readers find whole answers up to the end. */
function evenKeys(count: number, shards: number): string[] {
  const [each, taken] = [count / shards, new Array<number>(shards).fill(0)];
  const keys: string[] = [];
  for (let i = 0; keys.length < count; i++) {
    const shard = Math.floor((createHash('md5').update(`key-${i}`).digest().readUInt32BE() / 2 ** 32) * shards);
    if ((taken[shard] as number) >= each) continue;
    taken[shard] = (taken[shard] as number) + 1;
    keys.push(`key-${i}`);
  }
  return keys;
}

/** Streams with 5,000 records in each shard, and a bucket; answers where the readers begin. */
export async function furnish({ target }: Server): Promise<Record<string, string[]>> {
  const iterators: Record<string, string[]> = {};
  const json = async (operation: string, input: object) =>
    JSON.parse((await ask(target, kinesisJson(operation, input))).toString() || '{}');
  for (const shards of [1, 4]) {
    const StreamName = `s${shards}`;
    await json('CreateStream', { StreamName, ShardCount: shards });
    while ((await json('DescribeStreamSummary', { StreamName })).StreamDescriptionSummary.StreamStatus !== 'ACTIVE')
      await new Promise((later) => setTimeout(later, 100));
    const Data = Buffer.alloc(1024, 'x').toString('base64');
    const Records = evenKeys(500, shards).map((PartitionKey) => ({ Data, PartitionKey }));
    for (let call = 0; call < 10 * shards; call++) await json('PutRecords', { StreamName, Records });
    iterators[StreamName] = [];
    for (let shard = 0; shard < shards; shard++) {
      const ShardId = `shardId-${String(shard).padStart(12, '0')}`;
      const { ShardIterator } = await json('GetShardIterator', { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
      iterators[StreamName].push(ShardIterator);
    }
  }
  await ask(target, s3('PUT', '/bench-load', Buffer.alloc(0)));
  return iterators;
}

/** Processor microseconds a process has used, all of its threads. Linux only. */
export function processorMicros(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** What a process holds in memory. Linux only. */
export const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
