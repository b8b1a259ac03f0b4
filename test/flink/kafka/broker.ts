import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from '../../harness/maven.ts';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, 'java');
const options = ['-XX:TieredStopAtLevel=1', '-Xmx256m'];

export interface Broker {
  /** `host:port`. */
  readonly address: string;
  /** Makes the topic if need be, and writes so many records to each of its partitions. */
  write(topic: string, partitions: number, records: number): Promise<void>;
  stop(): Promise<void>;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  for (const server of servers) server.close();
  return ports;
}

/** A Kafka of one broker, from Maven, with its data in a directory of its own. */
export async function startBroker(): Promise<Broker> {
  const classPath = await compiled(project);
  const directory = mkdtempSync(join(tmpdir(), 'millrace-kafka-'));
  const [port = 0, control = 0] = await freePorts(2);
  const address = `127.0.0.1:${port}`;
  const properties = join(directory, 'server.properties');
  const settings = {
    'node.id': 1,
    'process.roles': 'broker,controller',
    listeners: `PLAINTEXT://${address},CONTROLLER://127.0.0.1:${control}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${control}`,
    'log.dirs': join(directory, 'log'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(properties, lines.join(''));
  const java = (main: string, ...args: string[]) => [...options, '-cp', classPath, main, ...args];
  await run('java', java('kafka.tools.StorageTool', 'format', '-t', 'bWlsbHJhY2UtdGVzdHMtLQ', '-c', properties));
  const child = spawn('java', java('kafka.Kafka', properties), { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-20_000);
    });
  return {
    address,
    async write(topic, partitions, records) {
      const done = await run('java', java('millrace.kafka.Writer', address, topic, String(partitions), String(records)), {
        timeout: 200_000,
      }).catch((failure: Error) => failure);
      if (done instanceof Error) throw new Error(`${done.message}\n${said}`);
    },
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The application: its own classes and those of the connector in one JAR, as an application is packed for the managed service. */
export async function readerJar(): Promise<Buffer> {
  const [classes = '', ...libraries] = (await compiled(project)).split(delimiter);
  const work = mkdtempSync(join(tmpdir(), 'millrace-kafka-jar-'));
  const content = join(work, 'content');
  mkdirSync(content);
  try {
    for (const jar of libraries.filter((path) =>
      /\/(flink-connector-kafka|kafka-clients|flink-connector-base)-[^/]*\.jar$/.test(path),
    ))
      await run('jar', ['--extract', '--file', jar], { cwd: content });
    const packed = join(work, 'reader.jar');
    const main = ['--main-class', 'millrace.kafka.Reader'];
    await run('jar', ['--create', '--file', packed, ...main, '-C', content, '.', '-C', classes, '.']);
    return readFileSync(packed);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
