import { createHash } from 'node:crypto';
import { model as iam } from '#api/iam';
import { model as kinesis } from '#api/kinesis';
import { model as logs } from '#api/logs';
import { model as s3 } from '#api/s3';
import { model as sts } from '#api/sts';
import { compilePolicy, trailersOf } from '#auth';
import {
  AwsError,
  type BoundOperation,
  type Call,
  type Caller,
  randomIds,
  type Service,
  type ServiceModel,
  silentLogger,
  systemClock,
  unsupported,
} from '#core';
import { type Credential, createGateway, type Gateway, type GatewayOptions, type RequestRecord } from '#gateway';

export const ROOT_KEY = 'AKIAROOTROOTROOTROOT';
export const USER_KEY = 'AKIAUSERUSERUSERUSER';
export const ROLE_KEY = 'ASIAROLEROLEROLEROLE';
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const TOKEN = 'a-session-token';
const ACCOUNT = '000000000000';

const root: Caller = { kind: 'root', partition: 'aws', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT };
const user: Caller = {
  kind: 'user',
  partition: 'aws',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/eve`,
  userId: 'AIDAEXAMPLE',
  userName: 'eve',
};
const role: Caller = {
  kind: 'role',
  partition: 'aws',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`,
  userId: 'AROAEXAMPLE:s',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
};

type Run = (input: never, call: Call) => unknown;

/** A service of a real model with a handful of pretended operations; the rest is unsupported. */
function fake(name: string, prefix: string, model: ServiceModel, runs: Record<string, Run>, resource = '*'): Service {
  const entries = Object.keys(model.operations).map((operation) => {
    const run = runs[operation];
    const entry: BoundOperation = { access: () => ({ resource }), run: (input, call) => run?.(input, call) };
    return [operation, run ? entry : unsupported('it is not part of this test')] as const;
  });
  return { name, model, prefix, operations: Object.fromEntries(entries) };
}

export interface Fixture {
  readonly gateway: Gateway;
  readonly port: number;
  readonly endpoint: string;
  readonly records: RequestRecord[];
  close(): Promise<void>;
}

interface StoredObject {
  readonly bytes: Buffer;
  readonly type: string | undefined;
  readonly metadata: Record<string, string> | undefined;
  readonly trailers: Readonly<Record<string, string>>;
}

const STREAM_ARN = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/orders`;

/** A gateway on a free port over pretended services. */
export async function fixture(options: Partial<GatewayOptions> = {}): Promise<Fixture> {
  const objects = new Map<string, StoredObject>();
  const records: RequestRecord[] = [];
  const identity: Run = (_input, { caller }) => ({ Account: caller.account, Arn: caller.arn, UserId: caller.userId });
  const fakeKinesis = fake(
    'kinesis',
    'kinesis',
    kinesis,
    {
      PutRecord: ({ Data }: { Data: Uint8Array }) => ({ ShardId: 'shardId-000000000000', SequenceNumber: String(Data.length) }),
      GetRecords: () => ({
        Records: [
          {
            Data: Buffer.from('hello'),
            PartitionKey: 'p',
            SequenceNumber: '1',
            ApproximateArrivalTimestamp: new Date(1_700_000_000_123),
          },
        ],
        MillisBehindLatest: 0,
      }),
      DescribeStreamSummary: ({ StreamName }: { StreamName: string }) => {
        throw new AwsError('ResourceNotFoundException', `Stream ${StreamName} under account ${ACCOUNT} not found.`);
      },
      DeleteStream: () => {
        throw new Error('a secret of ours');
      },
      CreateStream: () => undefined,
      SubscribeToShard: () => ({
        EventStream: (async function* () {
          yield { SubscribeToShardEvent: { Records: [], ContinuationSequenceNumber: '1', MillisBehindLatest: 0 } };
          yield { SubscribeToShardEvent: { Records: [], ContinuationSequenceNumber: '2', MillisBehindLatest: 5 } };
        })(),
      }),
    },
    STREAM_ARN,
  );
  const fakeS3 = fake('s3', 's3', s3, {
    CreateBucket: () => ({ Location: '/b' }),
    ListBuckets: () => ({ Buckets: [{ Name: 'b', CreationDate: new Date(0) }], Owner: { ID: 'id' } }),
    ListObjectsV2: ({ Bucket, Prefix }: { Bucket: string; Prefix?: string }) => ({
      Name: Bucket,
      Prefix: Prefix ?? '',
      KeyCount: objects.size,
      MaxKeys: 1000,
      IsTruncated: false,
      Contents: [...objects].map(([Key, { bytes }]) => ({ Key, Size: bytes.length, LastModified: new Date(0), ETag: '"e"' })),
    }),
    PutObject: async (input: {
      Key: string;
      Body?: AsyncIterable<Uint8Array>;
      ContentType?: string;
      Metadata?: Record<string, string>;
    }) => {
      // other requests come before the body is looked at
      await new Promise((later) => setTimeout(later, 2));
      const pieces: Uint8Array[] = [];
      if (input.Body) for await (const piece of input.Body) pieces.push(piece);
      const bytes = Buffer.concat(pieces);
      const trailers = input.Body ? trailersOf(input.Body) : {};
      objects.set(input.Key, { bytes, type: input.ContentType, metadata: input.Metadata, trailers });
      return { ETag: `"${createHash('md5').update(bytes).digest('hex')}"`, ChecksumCRC32: trailers['x-amz-checksum-crc32'] };
    },
    GetObject: ({ Key, Range }: { Key: string; Range?: string }) => {
      const stored = objects.get(Key);
      if (!stored) throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, fields: { Key } });
      const body = Range ? stored.bytes.subarray(0, 3) : stored.bytes;
      return {
        Body: (async function* () {
          yield body;
        })(),
        ContentLength: body.length,
        ContentType: stored.type,
        Metadata: stored.metadata,
        LastModified: new Date(0),
        ...(Range && { ContentRange: `bytes 0-2/${stored.bytes.length}` }),
      };
    },
    HeadObject: ({ Key }: { Key: string }) => {
      const stored = objects.get(Key);
      if (!stored) throw new AwsError('NotFound', 'Not Found', { status: 404 });
      return { ContentLength: stored.bytes.length, ContentType: stored.type };
    },
    DeleteObjects: ({ Delete }: { Delete: { Objects: { Key: string }[] } }) => ({
      Deleted: Delete.Objects.map(({ Key }) => ({ Key })),
    }),
  });
  const services: Service[] = [
    fakeKinesis,
    fakeS3,
    fake('logs', 'logs', logs, { CreateLogGroup: () => undefined }),
    fake('sts', 'sts', sts, { GetCallerIdentity: identity }),
    fake('iam', 'iam', iam, {
      CreateRole: (input: { RoleName: string; Tags?: unknown }) => ({
        Role: { RoleName: input.RoleName, Path: '/', RoleId: 'AROA', Arn: 'arn:x', CreateDate: new Date(0), Tags: input.Tags },
      }),
    }),
  ];
  const allowOne = compilePolicy(
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kinesis:GetRecords', Resource: STREAM_ARN } }),
  );
  const find = (id: string, token: string | undefined): Credential | 'unknown' | 'invalid-token' => {
    if (id === ROOT_KEY) return { secretAccessKey: SECRET, caller: root };
    if (id === USER_KEY) return { secretAccessKey: SECRET, caller: user };
    if (id !== ROLE_KEY) return 'unknown';
    return token === TOKEN ? { secretAccessKey: SECRET, caller: role } : 'invalid-token';
  };
  const gateway = createGateway({
    services,
    credentials: { find },
    policies: { of: (caller) => ({ identity: caller.kind === 'root' ? [] : [allowOne] }) },
    clock: systemClock,
    ids: randomIds,
    logger: silentLogger,
    settled: () => Promise.resolve(),
    partition: 'aws',
    region: 'us-east-1',
    account: ACCOUNT,
    meter: (record) => records.push(record),
    ...options,
  });
  const port = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return { gateway, port, endpoint: `http://127.0.0.1:${port}`, records, close: () => gateway.close(1000) };
}
