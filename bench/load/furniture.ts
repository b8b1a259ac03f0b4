import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateApplicationCommand, KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';

export interface Amount {
  readonly applications: number;
  readonly streams: number;
  /** Of the log of the first application. */
  readonly lines: number;
}

const ACCOUNT = '000000000000';
const GROUP = '/aws/kinesis-analytics/app-000';
const STREAM = 'kinesis-analytics-log-stream';
/** An event counts 26 bytes more than it has, a call takes a mebibyte. */
const BATCH = 1400;
const AT_ONCE = 16;

export const numbered = (what: string, n: number, digits: number): string => `${what}-${String(n).padStart(digits, '0')}`;

/** Makes a house that is lived in: applications that are Ready, streams, and a long log with an error in every hundredth line. */
export async function furnish(
  client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
  },
  { applications, streams, lines }: Amount,
): Promise<void> {
  const [iam, kinesis, flink, logs] = [
    new IAMClient(client),
    new KinesisClient(client),
    new KinesisAnalyticsV2Client(client),
    new CloudWatchLogsClient(client),
  ];
  const Principal = { Service: 'kinesisanalytics.amazonaws.com' };
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] };
  await iam.send(new CreateRoleCommand({ RoleName: 'bench', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: STREAM }));
  const LogStreamARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${GROUP}:log-stream:${STREAM}`;
  await inParallel(applications, (n) =>
    flink.send(
      new CreateApplicationCommand({
        ApplicationName: numbered('app', n, 3),
        RuntimeEnvironment: 'FLINK-1_20',
        ServiceExecutionRole: `arn:aws:iam::${ACCOUNT}:role/bench`,
        ...(n === 0 && { CloudWatchLoggingOptions: [{ LogStreamARN }] }),
      }),
    ),
  );
  await inParallel(streams, (n) =>
    kinesis.send(new CreateStreamCommand({ StreamName: numbered('stream', n, 4), ShardCount: 1 })),
  );
  const began = Date.now() - 30 * 60_000;
  for (let from = 0; from < lines; from += BATCH) {
    const logEvents = Array.from({ length: Math.min(BATCH, lines - from) }, (_, i) => ({
      timestamp: began + Math.floor(((from + i) / lines) * 25 * 60_000),
      message: lineOf(from + i),
    }));
    await logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName: STREAM, logEvents }));
  }
}

const TRACE = [
  'java.lang.IllegalStateException: no order 17',
  ...Array.from({ length: 20 }, (_, i) => `\tat org.example.Orders.step${i}(Orders.java:${i})`),
];

const lineOf = (n: number): string =>
  JSON.stringify({
    locationInformation:
      'org.apache.flink.runtime.checkpoint.CheckpointCoordinator.completePendingCheckpoint(CheckpointCoordinator.java:1329)',
    logger: 'org.apache.flink.runtime.checkpoint.CheckpointCoordinator',
    message: `Completed checkpoint ${n} for job 8d1bd63b8bdc111dbb506e925782416c (${n * 17} bytes, checkpointDuration=57 ms, finalizationTime=3 ms).`,
    threadName: 'jobmanager-io-thread-1',
    applicationARN: `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:application/app-000`,
    applicationVersionId: '1',
    messageSchemaVersion: '1',
    messageType: n % 100 === 99 ? 'ERROR' : 'INFO',
    ...(n % 100 === 99 && { throwableInformation: TRACE }),
  });

async function inParallel(count: number, make: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) await make(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
