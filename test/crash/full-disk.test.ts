import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateUserCommand, IAMClient, paginateListUsers } from '@aws-sdk/client-iam';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordsCommand,
  paginateListStreams,
} from '@aws-sdk/client-kinesis';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import type { Reach, Server } from '../harness/built-server.ts';
import { type SmallDisk, smallDisk, whyNoSmallDisk } from './small-disk.ts';
import { bytesOf, labelOf } from './witness.ts';

const impossible = whyNoSmallDisk();
const MORE_THAN_ENOUGH = 400;
const stillThere: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of stillThere.reverse()) await end();
});

const clients = new WeakMap<Reach, Map<unknown, unknown>>();

/** One client of a kind for each start of the server: hundreds of writes that make one each take longer than the test has. */
function clientOf<Client>(kind: new (settings: Reach & { forcePathStyle: true }) => Client, reach: Reach): Client {
  const known = clients.get(reach) ?? new Map<unknown, unknown>();
  clients.set(reach, known);
  const client = (known.get(kind) as Client | undefined) ?? new kind({ ...reach, forcePathStyle: true });
  known.set(kind, client);
  return client;
}

/** One kind of write, and what is found of it. */
interface Writing {
  readonly name: string;
  prepare(reach: Reach): Promise<unknown>;
  write(reach: Reach, label: string): Promise<unknown>;
  /** In the order of writing, where there is one. */
  labels(reach: Reach): Promise<(string | undefined)[]>;
}

const StreamName = 's';
const logs = { logGroupName: 'g', logStreamName: 's' };
const Bucket = 'full-disk';
const s3 = (reach: Reach) => clientOf(S3Client, reach);

const objects = (name: string, size: number): Writing => ({
  name,
  prepare: (reach) => s3(reach).send(new CreateBucketCommand({ Bucket: `${Bucket}-${name}` })),
  write: (reach, label) =>
    s3(reach).send(new PutObjectCommand({ Bucket: `${Bucket}-${name}`, Key: label, Body: bytesOf(label, size) })),
  async labels(reach) {
    const { Contents = [] } = await s3(reach).send(new ListObjectsV2Command({ Bucket: `${Bucket}-${name}` }));
    return Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body } = await s3(reach).send(new GetObjectCommand({ Bucket: `${Bucket}-${name}`, Key }));
        return labelOf((await Body?.transformToByteArray()) ?? new Uint8Array());
      }),
    );
  },
});

const WRITINGS: readonly Writing[] = [
  {
    name: 'records',
    async prepare(reach) {
      const kinesis = clientOf(KinesisClient, reach);
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
      const summary = () => kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      while ((await summary()).StreamDescriptionSummary?.StreamStatus !== 'ACTIVE');
    },
    async write(reach, label) {
      const Records = [{ Data: bytesOf(label, 20_000), PartitionKey: 'k' }];
      const answer = await clientOf(KinesisClient, reach).send(new PutRecordsCommand({ StreamName, Records }));
      if (answer.FailedRecordCount) throw new Error(answer.Records?.[0]?.ErrorCode);
    },
    async labels(reach) {
      const kinesis = clientOf(KinesisClient, reach);
      const position = { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
      let { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(position));
      const found: (string | undefined)[] = [];
      for (let behind: number | undefined = 1; behind; ) {
        const answer = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
        found.push(...(answer.Records ?? []).map(({ Data = new Uint8Array() }) => labelOf(Data)));
        ShardIterator = answer.NextShardIterator;
        behind = answer.MillisBehindLatest;
      }
      return found;
    },
  },
  {
    name: 'streams',
    prepare: async () => {},
    write: (reach, label) => clientOf(KinesisClient, reach).send(new CreateStreamCommand({ StreamName: label, ShardCount: 1 })),
    async labels(reach) {
      const found: string[] = [];
      for await (const page of paginateListStreams({ client: clientOf(KinesisClient, reach) }, {}))
        found.push(...(page.StreamNames ?? []));
      return found.filter((name) => name !== StreamName);
    },
  },
  {
    name: 'buckets',
    prepare: async () => {},
    write: (reach, label) => s3(reach).send(new CreateBucketCommand({ Bucket: `b-${label}` })),
    async labels(reach) {
      const { Buckets = [] } = await s3(reach).send(new ListBucketsCommand({ Prefix: 'b-' }));
      return Buckets.map(({ Name = '' }) => Name.slice(2));
    },
  },
  objects('small', 1_000),
  objects('large', 100_000),
  {
    name: 'users',
    prepare: async () => {},
    write: (reach, label) => clientOf(IAMClient, reach).send(new CreateUserCommand({ UserName: label })),
    async labels(reach) {
      const found: (string | undefined)[] = [];
      for await (const page of paginateListUsers({ client: clientOf(IAMClient, reach) }, {})) {
        found.push(...(page.Users ?? []).map(({ UserName }) => UserName));
      }
      return found;
    },
  },
  {
    name: 'events',
    async prepare(reach) {
      const client = clientOf(CloudWatchLogsClient, reach);
      await client.send(new CreateLogGroupCommand(logs));
      await client.send(new CreateLogStreamCommand(logs));
    },
    write: (reach, label) => {
      const logEvents = [{ message: `${label} ${'x'.repeat(5_000)}`, timestamp: Date.now() }];
      return clientOf(CloudWatchLogsClient, reach).send(new PutLogEventsCommand({ ...logs, logEvents }));
    },
    async labels(reach) {
      const { events = [] } = await clientOf(CloudWatchLogsClient, reach).send(
        new GetLogEventsCommand({ ...logs, startFromHead: true }),
      );
      return events.map(({ message = '' }) => message.split(' ')[0]);
    },
  },
];

test('a full disk answers errors, loses nothing, and takes writes again when there is room', {
  timeout: 300_000,
}, async ({ skip }) => {
  if (impossible !== undefined) skip(impossible);
  const disk = await smallDisk(48);
  stillThere.push(() => disk.remove());
  let server = await start(disk);
  const promised = new Map<string, string[]>(WRITINGS.map(({ name }) => [name, []]));
  const refused = new Map<string, string[]>(WRITINGS.map(({ name }) => [name, []]));
  const write = async ({ name, write }: Writing, label: string): Promise<string> => {
    try {
      await write(server.reach, label);
      promised.get(name)?.push(label);
      return 'written';
    } catch (failure) {
      refused.get(name)?.push(label);
      return `${(failure as Error).name}: ${(failure as Error).message}`;
    }
  };
  const complete = async () => {
    for (const { name, labels } of WRITINGS) {
      const found = await labels(server.reach);
      const gone = new Set(refused.get(name));
      expect(
        found.filter((label) => label === undefined || gone.has(label)),
        `${name} that were refused`,
      ).toEqual([]);
      if (name === 'records' || name === 'events') expect(found, name).toEqual(promised.get(name));
      else expect(found.sort(), name).toEqual(promised.get(name)?.sort());
    }
  };

  for (const writing of WRITINGS) {
    await writing.prepare(server.reach);
    for (let i = 0; i < 5; i++) expect(await write(writing, `before-${i}`)).toBe('written');
  }
  disk.fill();
  for (const writing of WRITINGS) {
    let refusal = 'written';
    // files have some room left within their last page, and the log of the database is written over
    for (let i = 0; i < MORE_THAN_ENOUGH && refusal === 'written'; i++) refusal = await write(writing, `full-${i}`);
    expect(refusal, writing.name).toMatch(/InternalFailure|InternalError|ServiceUnavailable/);
    expect(await write(writing, 'full-again'), writing.name).toMatch(/InternalFailure|InternalError|ServiceUnavailable|written/);
  }
  await complete();

  await server.kill();
  await expect(disk.start()).rejects.toThrow('DiskFull');

  disk.free();
  server = await start(disk);
  await complete();
  disk.fill();
  for (const writing of WRITINGS) await write(writing, 'full-once-more');
  disk.free();
  for (const writing of WRITINGS) {
    for (let i = 0; i < 5; i++) expect(await write(writing, `after-${i}`), writing.name).toBe('written');
  }
  await complete();

  await server.kill();
  server = await start(disk);
  await complete();
  await server.stop();
});

async function start(disk: SmallDisk): Promise<Server> {
  const server = await disk.start();
  stillThere.push(() => server.kill());
  return server;
}
