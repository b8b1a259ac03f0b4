import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from '../harness/maven.ts';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, 'java');

/** A record as a worker got it; `sub` counts the records that were packed into one. */
export interface Got {
  readonly worker: string;
  readonly shard: string;
  readonly sequence: string;
  readonly sub: number;
  readonly key: string;
  readonly data: string;
}

/** What else happened to a worker: a shard begun (and where), lost, ended, stopped. */
export interface Event {
  readonly worker: string;
  readonly what: string;
  readonly shard: string;
  readonly detail: string;
}

export interface Seen {
  readonly records: Got[];
  readonly events: Event[];
}

export interface Worker {
  /** The last of what it logged. */
  complaint(): string;
  /** Gives the leases up in good order. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;
const options = ['-XX:TieredStopAtLevel=1', '-Xmx256m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
const environmentOf = (environment: Environment) => ({
  PATH: process.env['PATH'],
  JAVA_HOME: process.env['JAVA_HOME'],
  ...environment,
});

/** Starts a worker of the Kinesis Client Library; what it sees is added to `seen`. */
export async function startWorker(
  { stream, application, worker, how }: { stream: string; application: string; worker: string; how: 'polling' | 'fan-out' },
  environment: Environment,
  seen: Seen,
): Promise<Worker> {
  const main = ['-cp', await compiled(project), 'millrace.kcl.Worker', stream, application, worker, how];
  const child = spawn('java', [...options, ...main], { env: environmentOf(environment), stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (piece: Buffer) => {
    complaint = `${complaint}${piece}`.slice(-20_000);
  });
  let rest = '';
  child.stdout.on('data', (piece: Buffer) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [what = '', shard = '', ...more] = line.split('\t');
      if (what !== 'record') seen.events.push({ worker, what, shard, detail: more.join(' ') });
      else {
        const [sequence = '', sub = '', key = '', data = ''] = more;
        seen.records.push({ worker, shard, sequence, sub: Number(sub), key, data });
      }
    }
  });
  const ended = once(child, 'close');
  return {
    complaint: () => complaint,
    async stop() {
      child.stdin.end();
      const [code] = await ended;
      if (code !== 0) throw new Error(`the worker ended with ${code}: ${complaint}`);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Puts `count` records with the Kinesis Producer Library; answers their shards and sequence numbers. */
export async function produce(
  stream: string,
  count: number,
  environment: Environment,
): Promise<[shard: string, sequence: string][]> {
  const port = new URL(environment['AWS_ENDPOINT_URL'] ?? '').port;
  const main = ['-cp', await compiled(project), 'millrace.kcl.Producer', stream, String(count), port];
  const { stdout } = await run('java', [...options, ...main], { env: environmentOf(environment), timeout: 90_000 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [outcome, shard = '', sequence = ''] = line.split('\t');
      if (outcome !== 'put') throw new Error(line);
      return [shard, sequence];
    });
}
