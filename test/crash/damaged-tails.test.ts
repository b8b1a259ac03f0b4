import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { newDirectory, type Reach, type Server, startServer } from '../harness/built-server.ts';

// What a crash, or a disk, can have done to the end of each file that is only appended to: Millrace starts, says what it left out, and has
// everything that was acknowledged before the place. Files grow as they are written to (`--durability process`), so each acknowledgement has one.

const NAME = 'tails';
const WRITES = 40;
const textOf = (n: number) => `${n} ${'x'.repeat(30 + ((n * 37) % 200))}`;

interface Kind {
  readonly name: string;
  /** Its place below the data directory. */
  readonly file: RegExp;
  prepare?(reach: Reach): Promise<void>;
  write(reach: Reach, n: number): Promise<unknown>;
  /** What is there, in order. */
  read(reach: Reach): Promise<string[]>;
}

const KINDS: readonly Kind[] = [
  {
    name: 'records',
    file: /^streams\/.*\.seg$/,
    async prepare(reach) {
      const kinesis = new KinesisClient(reach);
      await kinesis.send(new CreateStreamCommand({ StreamName: NAME, ShardCount: 1 }));
      const status = async () =>
        (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: NAME }))).StreamDescriptionSummary?.StreamStatus;
      while ((await status()) !== 'ACTIVE') await later(50);
    },
    write: (reach, n) =>
      new KinesisClient(reach).send(new PutRecordCommand({ StreamName: NAME, PartitionKey: 'k', Data: Buffer.from(textOf(n)) })),
    async read(reach) {
      const kinesis = new KinesisClient(reach);
      const { ShardIterator } = await kinesis.send(
        new GetShardIteratorCommand({ StreamName: NAME, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }),
      );
      const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map(({ Data }) => Buffer.from(Data ?? []).toString());
    },
  },
  {
    name: 'events',
    file: /^logs\/.*\.seg$/,
    async prepare(reach) {
      const logs = new CloudWatchLogsClient(reach);
      await logs.send(new CreateLogGroupCommand({ logGroupName: NAME }));
      await logs.send(new CreateLogStreamCommand({ logGroupName: NAME, logStreamName: NAME }));
    },
    write: (reach, n) =>
      new CloudWatchLogsClient(reach).send(
        new PutLogEventsCommand({
          logGroupName: NAME,
          logStreamName: NAME,
          logEvents: [{ message: textOf(n), timestamp: Date.now() }],
        }),
      ),
    async read(reach) {
      const { events = [] } = await new CloudWatchLogsClient(reach).send(
        new GetLogEventsCommand({ logGroupName: NAME, logStreamName: NAME, startFromHead: true }),
      );
      return events.map(({ message = '' }) => message);
    },
  },
  {
    name: 'metadata',
    file: /^meta\.db-wal$/,
    write: (reach, n) => new IAMClient(reach).send(new CreateUserCommand({ UserName: `${NAME}-${String(n).padStart(3, '0')}` })),
    async read(reach) {
      const { Users = [] } = await new IAMClient(reach).send(new ListUsersCommand({}));
      return Users.map(({ UserName = '' }) => textOf(Number(UserName.slice(NAME.length + 1))));
    },
  },
];

interface Heard {
  readonly server: Server;
  /** The lines of its log. */
  readonly said: string[];
}

async function hearing(directory: string): Promise<Heard> {
  const said: string[] = [];
  const server = await startServer(directory, {
    more: ['--durability', 'process', '--limits', 'off', '--log-level', 'warn'],
    run: (command, args) => {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stderr.on('data', (piece: Buffer) => said.push(...piece.toString().split('\n')));
      return child;
    },
  });
  return { server, said };
}

const fileOf = (directory: string, { file }: Kind): string => {
  const names = readdirSync(directory, { recursive: true }) as string[];
  return join(directory, names.find((name) => file.test(name)) ?? '');
};

/** A directory of a killed Millrace, and how long the file was when each write had been acknowledged. */
async function killed(directory: string): Promise<Map<string, number[]>> {
  const { server } = await hearing(directory);
  for (const kind of KINDS) await kind.prepare?.(server.reach);
  const ends = new Map<string, number[]>();
  for (const kind of KINDS) {
    const lengths: number[] = [];
    for (let n = 0; n < WRITES; n++) {
      await kind.write(server.reach, n);
      lengths.push(statSync(fileOf(directory, kind)).size);
    }
    ends.set(kind.name, lengths);
  }
  await server.kill();
  return ends;
}

const DAMAGES = {
  'cut off': (file: string, at: number) => truncateSync(file, at),
  'of which bytes are flipped': (file: string, at: number) => {
    const bytes = readFileSync(file);
    for (let i = 0; i < 8 && at + i < bytes.length; i++) bytes[at + i] = ~(bytes[at + i] as number);
    writeFileSync(file, bytes);
  },
};

test('what was acknowledged before the damage is there, and the damage is told', { timeout: 300_000 }, async () => {
  const made = newDirectory();
  const ends = await killed(made.path);
  for (const kind of KINDS) {
    const lengths = ends.get(kind.name) ?? [];
    for (const [damage, harm] of Object.entries(DAMAGES)) {
      const directory = newDirectory();
      cpSync(made.path, directory.path, { recursive: true });
      const file = fileOf(directory.path, kind);
      const from = lengths[WRITES / 2] as number;
      const at = from + Math.floor(Math.random() * ((lengths.at(-1) as number) - from));
      harm(file, at);
      const whole = lengths.filter((length) => length <= at).length;
      const { server, said } = await hearing(directory.path);
      const what = `${kind.name}, ${damage} at ${at} of ${lengths.at(-1)}`;
      const found = await kind.read(server.reach);
      expect(found.length, what).toBeGreaterThanOrEqual(whole);
      expect(found, what).toEqual(Array.from({ length: found.length }, (_, n) => textOf(n)));
      // a file that ends with something whole has nothing to be repaired
      const torn = damage !== 'cut off' ? found.length < WRITES : kind.name !== 'metadata' && !lengths.includes(at);
      const told = said.some((line) => line.includes(basename(file)) && /cut off|left out/.test(line));
      expect([what, told]).toEqual([what, torn]);
      for (const other of KINDS) if (other !== kind) expect(await other.read(server.reach), what).toHaveLength(WRITES);
      for (const each of KINDS) await each.write(server.reach, 900 + WRITES);
      await server.stop();
      directory.remove();
    }
  }
  made.remove();
});
