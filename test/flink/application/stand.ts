import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import {
  type ApplicationDetail,
  CreateApplicationCommand,
  DescribeApplicationCommand,
  DescribeApplicationOperationCommand,
  KinesisAnalyticsV2Client,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { StatusReport } from '#app';

const execute = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
const millrace = join(root, 'millrace');
const REGION = 'us-east-1';

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Longer than any question takes: what is beyond it the machine stood still. */
const STOOD_STILL_MS = 15_000;

/**
 * Asks until the answer is one, or says what it was waiting for. What counts is the time in which the machine ran: one that was held
 * still, or asleep, has had no time to do what is waited for.
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, seconds = 240): Promise<T> {
  for (let waited = 0, last = Date.now(); ; ) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (waited > seconds * 1000) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(300);
    waited += Math.min(Date.now() - last, STOOD_STILL_MS);
    last = Date.now();
  }
}

/** Where a data directory lies: as its processes see it, as the test does, and how a command gets there. */
export interface Place {
  readonly data: string;
  readonly seenAs: string;
  readonly enter: readonly string[];
}

function ownPlace(): Place {
  const data = mkdtempSync(join(tmpdir(), 'millrace-flink-'));
  return { data, seenAs: data, enter: [] };
}

/** A Millrace process with a bucket, streams, a role and applications, used as anybody would use it. */
export class Stand {
  readonly data: string;
  readonly #place: Place;
  readonly bucket = 'flink-tests';
  #clients:
    | { kinesis: KinesisClient; s3: S3Client; iam: IAMClient; logs: CloudWatchLogsClient; analytics: KinesisAnalyticsV2Client }
    | undefined;
  #port = '0';
  #client: { endpoint: string; credentials: { accessKeyId: string; secretAccessKey: string } } | undefined;

  constructor(place: Place = ownPlace()) {
    this.#place = place;
    this.data = place.data;
  }

  async #millrace(args: readonly string[], options: { timeout?: number; env?: NodeJS.ProcessEnv } = {}): Promise<string> {
    const [command = millrace, ...more] = [...this.#place.enter, millrace, ...args, '--data', this.data];
    return (await execute(command, more, options)).stdout;
  }

  async up(settings: Record<string, string> = {}): Promise<void> {
    // a fresh checkout builds first, which takes what it takes
    await execute(millrace, ['up', '--help']);
    const up = ['up', '--detach', '--port', this.#port];
    await this.#millrace(up, { timeout: 300_000, env: { ...process.env, ...settings } });
    const env = JSON.parse(await this.#millrace(['env', '--json'])) as Record<string, string>;
    const endpoint = env['AWS_ENDPOINT_URL'] ?? '';
    this.#port = new URL(endpoint).port;
    const credentials = { accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '' };
    this.#client = { endpoint, credentials };
    const options = { ...this.#client, region: REGION };
    this.#clients = {
      kinesis: new KinesisClient(options),
      s3: new S3Client({ ...options, forcePathStyle: true }),
      iam: new IAMClient(options),
      logs: new CloudWatchLogsClient(options),
      analytics: new KinesisAnalyticsV2Client(options),
    };
  }

  async down(): Promise<void> {
    await this.#millrace(['down'], { timeout: 300_000 });
    if (existsSync(this.data)) rmSync(this.data, { recursive: true, force: true });
  }

  get aws() {
    if (!this.#clients) throw new Error('the stand is not up');
    return this.#clients;
  }

  /** For clients of services that few tests ask. */
  get client() {
    if (!this.#client) throw new Error('the stand is not up');
    return this.#client;
  }

  /** What Millrace listens on; nobody else can. */
  get port(): string {
    return this.#port;
  }

  get serverPid(): number {
    return (JSON.parse(readFileSync(join(this.#place.seenAs, 'server.json'), 'utf8')) as { pid: number }).pid;
  }

  async status(application: string): Promise<StatusReport['applications'][number] | undefined> {
    return (JSON.parse(await this.#millrace(['status', '--json'])) as StatusReport).applications.find(
      ({ name }) => name === application,
    );
  }

  /** How many Flink clusters were left behind. */
  async buried(): Promise<number> {
    return (JSON.parse(await this.#millrace(['down', '--json'])) as { buried: number }).buried;
  }

  async bucketWith(objects: Record<string, Uint8Array>): Promise<void> {
    await this.aws.s3.send(new CreateBucketCommand({ Bucket: this.bucket }));
    for (const [Key, Body] of Object.entries(objects))
      await this.aws.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body }));
  }

  async streams(...names: string[]): Promise<void> {
    const { kinesis } = this.aws;
    for (const StreamName of names) {
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
      await this.streamIs(StreamName, 'ACTIVE');
    }
  }

  async streamIs(StreamName: string, status: string): Promise<void> {
    await until(`${StreamName} ${status}`, async () => {
      const described = await this.aws.kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      return described.StreamDescriptionSummary?.StreamStatus === status;
    });
  }

  async role(RoleName: string, service = 'kinesisanalytics.amazonaws.com'): Promise<string> {
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    };
    const { Role } = await this.aws.iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    return Role?.Arn ?? '';
  }

  /** Lets the role do what is listed, everywhere, and nothing else. */
  async allow(RoleName: string, actions: string[]): Promise<void> {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    });
    await this.aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'exec', PolicyDocument }));
  }

  async createApplication(
    name: string,
    roleArn: string,
    key: string,
    more: { runtime?: string; properties?: Record<string, string>; groups?: Record<string, Record<string, string>> } = {},
  ) {
    const { logs, analytics } = this.aws;
    const group = `/aws/kinesis-analytics/${name}`;
    const all = { ...(more.properties && { FlinkApplicationProperties: more.properties }), ...more.groups };
    const groups = Object.entries(all).map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'kinesis-analytics-log-stream' }));
    return analytics.send(
      new CreateApplicationCommand({
        ApplicationName: name,
        RuntimeEnvironment: (more.runtime ?? 'FLINK-1_20') as 'FLINK-1_20',
        ServiceExecutionRole: roleArn,
        ApplicationConfiguration: {
          ApplicationCodeConfiguration: {
            CodeContentType: 'ZIPFILE',
            CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${this.bucket}`, FileKey: key } },
          },
          FlinkApplicationConfiguration: {
            CheckpointConfiguration: {
              ConfigurationType: 'CUSTOM',
              CheckpointingEnabled: true,
              CheckpointInterval: 1000,
              MinPauseBetweenCheckpoints: 0,
            },
          },
          ...(groups.length > 0 && { EnvironmentProperties: { PropertyGroups: groups } }),
        },
        CloudWatchLoggingOptions: [
          { LogStreamARN: `arn:aws:logs:${REGION}:000000000000:log-group:${group}:log-stream:kinesis-analytics-log-stream` },
        ],
      }),
    );
  }

  async describe(ApplicationName: string): Promise<ApplicationDetail> {
    const { ApplicationDetail } = await this.aws.analytics.send(new DescribeApplicationCommand({ ApplicationName }));
    if (!ApplicationDetail) throw new Error('no detail');
    return ApplicationDetail;
  }

  async operation(ApplicationName: string, OperationId: string | undefined) {
    const described = new DescribeApplicationOperationCommand({ ApplicationName, OperationId });
    const { ApplicationOperationInfoDetails: info } = await this.aws.analytics.send(described);
    return { status: info?.OperationStatus, error: info?.OperationFailureDetails?.ErrorInfo?.ErrorString };
  }

  async reaches(name: string, status: string, seconds = 240): Promise<void> {
    await until(`${name} ${status}`, async () => (await this.describe(name)).ApplicationStatus === status, seconds);
  }

  /** With a snapshot. A job that is restarting, or was killed just now, is said to be down; AWS asks to retry then. */
  async stop(ApplicationName: string): Promise<void> {
    const ask = () => this.aws.analytics.send(new StopApplicationCommand({ ApplicationName }));
    await until(`the stop of ${ApplicationName}`, () =>
      ask().then(
        () => true,
        (thrown: Error) => {
          if (thrown.message.includes('is currently experiencing downtime')) return false;
          throw thrown;
        },
      ),
    );
    await this.reaches(ApplicationName, 'READY');
  }

  async logged(name: string, filterPattern: string): Promise<string[]> {
    const logGroupName = `/aws/kinesis-analytics/${name}`;
    const { events } = await this.aws.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    return (events ?? []).map(({ message }) => message ?? '');
  }

  async put(StreamName: string, text: string): Promise<void> {
    await this.aws.kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'p', Data: Buffer.from(text) }));
  }

  /** All messages that have come out so far. */
  async messages(StreamName: string): Promise<string[]> {
    return (await this.records(StreamName)).map((text) => (JSON.parse(text) as { message: string }).message);
  }

  /** The data of all records of the stream, as text. */
  async records(StreamName: string): Promise<string[]> {
    const { kinesis } = this.aws;
    const ShardId = 'shardId-000000000000';
    const begin = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
    const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator: begin.ShardIterator }));
    return (Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString('utf8'));
  }
}

/** One of the project's own examples, built once. */
export async function exampleJar(name = 'kinesis-transform'): Promise<Buffer> {
  const project = join(root, 'examples', name);
  const jar = join(project, `target/${name}-1.0.0.jar`);
  if (!existsSync(jar)) await execute('mvn', ['-q', '-B', '-DskipTests', 'package'], { cwd: project, timeout: 600_000 });
  return readFileSync(jar);
}
