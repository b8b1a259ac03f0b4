import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ListrTask } from 'listr2';
import { OperatorError } from '#core';
import type { AwsClient } from './aws-client.ts';
import type { RunningServer } from './server-record.ts';
import { fetchStatus } from './status.ts';

const run = promisify(execFile);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const MESSAGES = ['hello from managed flink', 'second event'];

/** What the steps hand on to each other. */
export interface Lab {
  client?: AwsClient;
  server?: RunningServer & { readonly dataDir: string };
  account: string;
  roleArn?: string;
  jar?: string;
  readonly records: string[];
  readonly runtime: string;
  readonly home: string;
  readonly prefix: string;
}

const clientOf = (lab: Lab): AwsClient => {
  if (!lab.client) throw new Error('the lab has no server');
  return lab.client;
};
const names = (lab: Lab) => ({
  input: `${lab.prefix}-in`,
  output: `${lab.prefix}-out`,
  bucket: `${lab.prefix}-${lab.account}-us-east-1`,
  role: `${lab.prefix}-exec-role`,
  application: `${lab.prefix}-app`,
  logGroup: `/aws/kinesis-analytics/${lab.prefix}-app`,
  key: 'artifacts/kinesis-transform-1.0.0.jar',
});

/** The ten steps of the tutorial, and its clean-up. */
export function labSteps({ keep }: { keep: boolean }): ListrTask<Lab>[] {
  const steps: [string, ListrTask<Lab>['task']][] = [
    ['Who am I', identify],
    ['Create the input and the output stream', createStreams],
    ['Create the bucket', createBucket],
    ['Create the execution role with the least it needs', createRole],
    ['Build the Flink application (Maven)', buildApplication],
    ['Upload the JAR', uploadJar],
    ['Create the application', createApplication],
    ['Start it', startApplication],
    ['Put records in', putRecords],
    ['Read records out', readRecords],
  ];
  const tasks: ListrTask<Lab>[] = steps.map(([title, task], i) => ({ title: `Step ${i + 1}: ${title}`, task }));
  if (!keep) tasks.push({ title: 'Clean up', task: cleanUp });
  return tasks;
}

const identify: ListrTask<Lab>['task'] = async (lab, task) => {
  const answer = await clientOf(lab).query('sts', '2011-06-15', { Action: 'GetCallerIdentity' });
  lab.account = element(answer, 'Account');
  task.title += `: ${element(answer, 'Arn')}`;
};

const createStreams: ListrTask<Lab>['task'] = async (lab) => {
  const { input, output } = names(lab);
  for (const StreamName of [input, output]) {
    await clientOf(lab).json('kinesis', 'Kinesis_20131202', 'CreateStream', { StreamName, ShardCount: 1 });
  }
  for (const StreamName of [input, output]) {
    for (;;) {
      const answer = await clientOf(lab).json('kinesis', 'Kinesis_20131202', 'DescribeStreamSummary', { StreamName });
      if ((answer['StreamDescriptionSummary'] as { StreamStatus: string }).StreamStatus === 'ACTIVE') break;
      await wait(50);
    }
  }
};

const createBucket: ListrTask<Lab>['task'] = async (lab) => {
  await clientOf(lab).s3('PUT', `/${names(lab).bucket}`);
};

const createRole: ListrTask<Lab>['task'] = async (lab) => {
  const { input, output, bucket, role } = names(lab);
  const stream = (name: string) => `arn:aws:kinesis:us-east-1:${lab.account}:stream/${name}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'kinesisanalytics.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const read = ['DescribeStream', 'DescribeStreamSummary', 'ListShards', 'GetShardIterator', 'GetRecords'];
  const write = ['DescribeStreamSummary', 'ListShards', 'PutRecord', 'PutRecords'];
  const allow = (actions: string[], Resource: string | string[]) => ({ Effect: 'Allow', Action: actions, Resource });
  const policy = {
    Version: '2012-10-17',
    Statement: [
      allow(['s3:GetObject', 's3:ListBucket'], [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
      allow(
        read.map((a) => `kinesis:${a}`),
        stream(input),
      ),
      allow(
        write.map((a) => `kinesis:${a}`),
        stream(output),
      ),
      allow(['logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], '*'),
    ],
  };
  const version = '2010-05-08';
  const answer = await clientOf(lab).query('iam', version, {
    Action: 'CreateRole',
    RoleName: role,
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  lab.roleArn = element(answer, 'Arn');
  await clientOf(lab).query('iam', version, {
    Action: 'PutRolePolicy',
    RoleName: role,
    PolicyName: 'exec',
    PolicyDocument: JSON.stringify(policy),
  });
};

const buildApplication: ListrTask<Lab>['task'] = async (lab, task) => {
  const project = join(lab.home, 'examples', 'kinesis-transform');
  const jar = join(project, 'target', 'kinesis-transform-1.0.0.jar');
  if (existsSync(jar) && statSync(jar).mtimeMs > newest(project)) task.title += ': up to date';
  else await run('mvn', ['-q', '-B', '-DskipTests', 'package'], { cwd: project });
  lab.jar = jar;
};

const uploadJar: ListrTask<Lab>['task'] = async (lab, task) => {
  const { bucket, key } = names(lab);
  const bytes = readFileSync(lab.jar ?? '');
  await clientOf(lab).s3('PUT', `/${bucket}/${key}`, bytes);
  task.title += `: ${(bytes.length / 1_048_576).toFixed(1)} MiB`;
};

const createApplication: ListrTask<Lab>['task'] = async (lab, task) => {
  const { input, output, bucket, application, logGroup, key } = names(lab);
  const logs = (operation: string, body: object) => clientOf(lab).json('logs', 'Logs_20140328', operation, body);
  await logs('CreateLogGroup', { logGroupName: logGroup });
  await logs('CreateLogStream', { logGroupName: logGroup, logStreamName: 'kinesis-analytics-log-stream' });
  const answer = await analytics(lab, 'CreateApplication', {
    ApplicationName: application,
    RuntimeEnvironment: lab.runtime,
    ServiceExecutionRole: lab.roleArn,
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${bucket}`, FileKey: key } },
      },
      EnvironmentProperties: {
        PropertyGroups: [
          {
            PropertyGroupId: 'FlinkApplicationProperties',
            PropertyMap: { 'input.stream': input, 'output.stream': output, 'aws.region': 'us-east-1' },
          },
        ],
      },
    },
    CloudWatchLoggingOptions: [
      { LogStreamARN: `arn:aws:logs:us-east-1:${lab.account}:log-group:${logGroup}:log-stream:kinesis-analytics-log-stream` },
    ],
  });
  task.title += `: ${(answer['ApplicationDetail'] as { ApplicationStatus: string }).ApplicationStatus}`;
};

const startApplication: ListrTask<Lab>['task'] = async (lab, task) => {
  const { application } = names(lab);
  const title = task.title;
  const began = Date.now();
  const { OperationId } = await analytics(lab, 'StartApplication', { ApplicationName: application });
  for (;;) {
    const detail = (await analytics(lab, 'DescribeApplication', { ApplicationName: application }))['ApplicationDetail'];
    const status = (detail as { ApplicationStatus: string }).ApplicationStatus;
    if (status === 'RUNNING') break;
    const report = (await fetchStatus(lab.server?.dataDir ?? '')).applications.find((a) => a.name === application);
    if (status !== 'STARTING') {
      const described = await analytics(lab, 'DescribeApplicationOperation', { ApplicationName: application, OperationId });
      const info = described['ApplicationOperationInfoDetails'] as {
        OperationFailureDetails?: { ErrorInfo?: { ErrorString?: string } };
      };
      const why = info.OperationFailureDetails?.ErrorInfo?.ErrorString ?? 'no reason was recorded';
      throw new OperatorError(
        'LabFailed',
        `the application is ${status}: ${why}`,
        'Run the lab with --keep and read `./millrace logs`.',
      );
    }
    say(task, report?.phase ?? status);
    await wait(100);
  }
  task.title = `${title}: RUNNING after ${((Date.now() - began) / 1000).toFixed(1)} s`;
};

const putRecords: ListrTask<Lab>['task'] = async (lab) => {
  for (const message of MESSAGES) {
    await clientOf(lab).json('kinesis', 'Kinesis_20131202', 'PutRecord', {
      StreamName: names(lab).input,
      PartitionKey: 'p1',
      Data: Buffer.from(message).toString('base64'),
    });
  }
};

const readRecords: ListrTask<Lab>['task'] = async (lab, task) => {
  const kinesis = (operation: string, body: object) => clientOf(lab).json('kinesis', 'Kinesis_20131202', operation, body);
  const StreamName = names(lab).output;
  const listed = await kinesis('ListShards', { StreamName });
  const ShardId = (listed['Shards'] as { ShardId: string }[])[0]?.ShardId;
  const first = await kinesis('GetShardIterator', { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
  let iterator = first['ShardIterator'];
  const deadline = Date.now() + 60_000;
  while (lab.records.length < MESSAGES.length) {
    if (Date.now() > deadline) {
      throw new OperatorError(
        'LabFailed',
        `${lab.records.length} of ${MESSAGES.length} records came out within a minute.`,
        'Run the lab with --keep and read the application log.',
      );
    }
    const answer = await kinesis('GetRecords', { ShardIterator: iterator });
    iterator = answer['NextShardIterator'];
    for (const { Data } of answer['Records'] as { Data: string }[])
      lab.records.push(Buffer.from(Data, 'base64').toString('utf8'));
    if (lab.records.length > 0) say(task, lab.records.at(-1) ?? '');
    await wait(250);
  }
  for (const message of MESSAGES) {
    if (!lab.records.some((r) => (JSON.parse(r) as { message: string }).message === message))
      throw new Error(`no record carries '${message}'`);
  }
};

const cleanUp: ListrTask<Lab>['task'] = async (lab) => {
  const { input, output, bucket, role, application, logGroup, key } = names(lab);
  const detail = async () =>
    (await analytics(lab, 'DescribeApplication', { ApplicationName: application }))['ApplicationDetail'] as {
      ApplicationStatus: string;
      CreateTimestamp: number;
    };
  await analytics(lab, 'StopApplication', { ApplicationName: application });
  while ((await detail()).ApplicationStatus !== 'READY') await wait(100);
  await analytics(lab, 'DeleteApplication', { ApplicationName: application, CreateTimestamp: (await detail()).CreateTimestamp });
  await clientOf(lab).json('logs', 'Logs_20140328', 'DeleteLogGroup', { logGroupName: logGroup });
  for (const StreamName of [input, output])
    await clientOf(lab).json('kinesis', 'Kinesis_20131202', 'DeleteStream', { StreamName });
  await clientOf(lab).s3('DELETE', `/${bucket}/${key}`);
  await clientOf(lab).s3('DELETE', `/${bucket}`);
  await clientOf(lab).query('iam', '2010-05-08', { Action: 'DeleteRolePolicy', RoleName: role, PolicyName: 'exec' });
  await clientOf(lab).query('iam', '2010-05-08', { Action: 'DeleteRole', RoleName: role });
};

const analytics = (lab: Lab, operation: string, body: object) =>
  clientOf(lab).json('kinesisanalytics', 'KinesisAnalytics_20180523', operation, body);

/** Shows what is going on, once: where there is no terminal each output is a line. */
function say(task: { output: string }, text: string): void {
  if (task.output !== text) task.output = text;
}

/** The text of the first element of that name. */
function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`the answer has no <${name}>`);
  return text;
}

/** When the newest source below `project` was changed, in ms; build output does not count. */
function newest(project: string): number {
  let latest = statSync(join(project, 'pom.xml')).mtimeMs;
  for (const entry of readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return latest;
}
