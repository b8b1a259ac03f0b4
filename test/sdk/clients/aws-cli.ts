import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsCli } from '../../clients/aws-cli.ts';
import { ANALYTICS, allow, type Facts, LARGE, type Report, type Run, trust } from '../scenario.ts';

/** One command: the text it prints, or the error it ends with. */
type Aws = (command: string, ...more: string[]) => Promise<string>;
interface Shell {
  readonly name: string;
  readonly directory: string;
  readonly aws: Aws;
  /** The code and message of a command that must fail. */
  refusal(command: string, ...more: string[]): Promise<{ code: string; message: string }>;
  /** The same shell with other credentials. */
  as(credentials: Readonly<Record<string, string>>): Shell;
}

function shell(bin: string, { name, directory, environment }: Run): Shell {
  const env = { ...environment, PATH: `${bin}:${process.env['PATH']}` };
  // a command is written as one types it; whatever holds blanks or braces comes behind it
  const aws: Aws = (command, ...more) =>
    new Promise((resolve, reject) => {
      execFile(join(bin, 'aws'), [...command.split(' '), ...more], { env, cwd: directory }, (failure, stdout, stderr) =>
        failure ? reject(new Error(stderr.trim() || failure.message)) : resolve(stdout.trim()),
      );
    });
  return {
    name,
    directory,
    aws,
    async refusal(command, ...more) {
      try {
        await aws(command, ...more);
      } catch (thrown) {
        const [, code = '', message = ''] = /error(?: occurred)? \((\w+)\)[^:]*: (.*)/s.exec(String(thrown)) ?? [];
        return code ? { code, message } : { code: String(thrown), message: '' };
      }
      return { code: 'nothing was refused', message: '' };
    },
    as: (credentials) => shell(bin, { name, directory, environment: { ...environment, ...credentials } }),
  };
}

export async function awsCliClient(run: Run): Promise<Report> {
  const here = shell(await awsCli(), run);
  const report: Record<string, Facts> = {};
  for (const [scene, play] of Object.entries(SCENES)) {
    report[scene] = await play(here).catch((failure: unknown) => ({ failure: String(failure) }));
  }
  return report;
}

const json = async <T>(text: Promise<string>): Promise<T> => JSON.parse(await text) as T;

const SCENES: Readonly<Record<string, (here: Shell) => Promise<Facts>>> = {
  async kinesis({ name, aws, refusal }) {
    const stream = `--stream-name ${name}-stream`;
    await aws(`kinesis create-stream --shard-count 1 ${stream}`);
    await aws(`kinesis wait stream-exists ${stream}`);
    type Described = { StreamDescription: { StreamStatus: string; Shards: { ShardId: string }[] } };
    const { StreamDescription: described } = await json<Described>(aws(`kinesis describe-stream ${stream}`));
    const shards = described.Shards.map((shard) => shard.ShardId);
    // version 1 of the command line encodes blobs itself
    const records = ['one', 'two'].map((Data) => ({ Data, PartitionKey: 'p' }));
    const put = await json<{ FailedRecordCount: number }>(
      aws(`kinesis put-records ${stream} --records`, JSON.stringify(records)),
    );
    const iterator = await aws(
      `kinesis get-shard-iterator ${stream} --shard-id ${shards[0]} --shard-iterator-type TRIM_HORIZON --query ShardIterator --output text`,
    );
    type Got = { Records: { Data: string; PartitionKey: string }[] };
    const got = await json<Got>(aws('kinesis get-records --shard-iterator', iterator));
    await aws(`kinesis delete-stream ${stream}`);
    return {
      status: described.StreamStatus,
      shards,
      failed: put.FailedRecordCount,
      data: got.Records.map(({ Data }) => Buffer.from(Data, 'base64').toString()),
      keys: got.Records.map((record) => record.PartitionKey),
      missing: (await refusal(`kinesis describe-stream --stream-name ${name}-none`)).code,
    };
  },

  async s3({ name, directory, aws, refusal, as }) {
    const bucket = `${name}-bucket`;
    const small = `--bucket ${bucket} --key small.txt`;
    await aws(`s3 mb s3://${bucket}`);
    writeFileSync(join(directory, 'small.txt'), 'hello');
    await aws(`s3api put-object ${small} --body small.txt --content-type text/plain --metadata author=me`);
    type Got = { ContentType: string; Metadata: { author: string } };
    const got = await json<Got>(aws(`s3api get-object ${small} got.txt`));
    await aws(`s3api get-object ${small} --range bytes=1-3 part.txt`);
    // version 1 of the command line presigns with version 2 of the signature in us-east-1 unless told otherwise
    writeFileSync(join(directory, 'config'), '[default]\ns3 =\n  signature_version = s3v4\n');
    const signing = as({ AWS_CONFIG_FILE: join(directory, 'config') });
    const presigned = await fetch(await signing.aws(`s3 presign s3://${bucket}/small.txt`));
    const data = randomBytes(LARGE);
    writeFileSync(join(directory, 'large.bin'), data);
    await aws(`s3 cp --no-progress large.bin s3://${bucket}/large.bin`);
    await aws(`s3 cp --no-progress s3://${bucket}/large.bin got.bin`);
    const { ETag } = await json<{ ETag: string }>(aws(`s3api head-object --bucket ${bucket} --key large.bin`));
    const keys = await json<string[]>(aws(`s3api list-objects-v2 --bucket ${bucket} --query Contents[].Key`));
    const text = (file: string) => readFileSync(join(directory, file), 'utf8');
    const facts = {
      text: text('got.txt'),
      type: got.ContentType,
      author: got.Metadata.author,
      part: text('part.txt'),
      presigned: await presigned.text(),
      keys,
      sameBytes: readFileSync(join(directory, 'got.bin')).equals(data),
      parts: ETag.replaceAll('"', '').split('-')[1],
      missing: (await refusal(`s3api get-object --bucket ${bucket} --key none none.txt`)).code,
    };
    await aws(`s3 rb --force s3://${bucket}`);
    return { ...facts, gone: (await refusal(`s3api list-objects-v2 --bucket ${bucket}`)).code };
  },

  async identity({ name, aws, as }) {
    const user = `--user-name ${name}-user`;
    const role = `--role-name ${name}-role`;
    const account = await aws('sts get-caller-identity --query Account --output text');
    await aws(`iam create-user ${user}`);
    type Key = { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    const { AccessKey: key } = await json<{ AccessKey: Key }>(aws(`iam create-access-key ${user}`));
    type Created = { Role: { Arn: string } };
    const { Role } = await json<Created>(aws(`iam create-role ${role} --assume-role-policy-document`, trust({ AWS: account })));
    await aws(`iam put-user-policy ${user} --policy-name assume --policy-document`, allow('sts:AssumeRole', Role.Arn));
    await aws(`iam put-role-policy ${role} --policy-name list --policy-document`, allow('kinesis:ListStreams'));
    const asUser = as({ AWS_ACCESS_KEY_ID: key.AccessKeyId, AWS_SECRET_ACCESS_KEY: key.SecretAccessKey });
    type Session = { Credentials: Key; AssumedRoleUser: { Arn: string } };
    const session = await json<Session>(asUser.aws(`sts assume-role --role-session-name session --role-arn ${Role.Arn}`));
    const asRole = as({
      AWS_ACCESS_KEY_ID: session.Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: session.Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: session.Credentials.SessionToken,
    });
    const denied = await asRole.refusal(`kinesis create-stream --shard-count 1 --stream-name ${name}-denied`);
    const facts = {
      account: /^\d{12}$/.test(account),
      session: session.AssumedRoleUser.Arn.endsWith(`:assumed-role/${name}-role/session`),
      allowed: 'StreamNames' in (await json<object>(asRole.aws('kinesis list-streams'))),
      denied: denied.code,
      reason: denied.message,
      deniedByS3: (await asRole.refusal('s3api list-buckets')).code,
    };
    await aws(`iam delete-role-policy ${role} --policy-name list`);
    await aws(`iam delete-role ${role}`);
    await aws(`iam delete-user-policy ${user} --policy-name assume`);
    await aws(`iam delete-access-key ${user} --access-key-id ${key.AccessKeyId}`);
    await aws(`iam delete-user ${user}`);
    return facts;
  },

  async logs({ name, aws, refusal }) {
    const group = `--log-group-name /${name}/group`;
    const main = `${group} --log-stream-name main`;
    await aws(`logs create-log-group ${group}`);
    await aws(`logs create-log-stream ${main}`);
    const now = Date.now();
    const lines = ['INFO starting', 'ERROR no such shard', 'INFO going on'];
    const events = JSON.stringify(lines.map((message, i) => ({ timestamp: now - 3000 + i, message })));
    await aws(`logs put-log-events ${main} --log-events`, events);
    const missing = await refusal(`logs put-log-events ${group} --log-stream-name none --log-events`, events);
    const facts = {
      messages: await json<string[]>(aws(`logs get-log-events ${main} --start-from-head --query events[].message`)),
      found: await json<string[]>(aws(`logs filter-log-events ${group} --filter-pattern ERROR --query events[].message`)),
      streams: await json<string[]>(aws(`logs describe-log-streams ${group} --query logStreams[].logStreamName`)),
      missing: missing.code,
      sentence: missing.message,
    };
    await aws(`logs delete-log-group ${group}`);
    return facts;
  },

  async analytics({ name, aws, refusal }) {
    const application = `--application-name ${name}-application`;
    const role = `--role-name ${name}-execution`;
    await aws(`s3 mb s3://${name}-code`);
    await aws(`s3 cp --no-progress small.txt s3://${name}-code/app.jar`);
    type Created = { Role: { Arn: string } };
    const trusted = trust({ Service: ANALYTICS });
    const { Role } = await json<Created>(aws(`iam create-role ${role} --assume-role-policy-document`, trusted));
    await aws(`iam put-role-policy ${role} --policy-name code --policy-document`, allow('s3:GetObject*'));
    const configuration = JSON.stringify({
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${name}-code`, FileKey: 'app.jar' } },
      },
      EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { stream: 'orders' } }] },
    });
    const create = `kinesisanalyticsv2 create-application ${application} --runtime-environment FLINK-1_20 --service-execution-role ${Role.Arn} --application-configuration`;
    await aws(create, configuration);
    const describe = `kinesisanalyticsv2 describe-application ${application}`;
    type Detail = {
      ApplicationStatus: string;
      RuntimeEnvironment: string;
      ApplicationVersionId: number;
      CreateTimestamp: string | number;
      ApplicationConfigurationDescription: {
        EnvironmentPropertyDescriptions: { PropertyGroupDescriptions: { PropertyMap: { stream: string } }[] };
      };
    };
    const { ApplicationDetail: detail } = await json<{ ApplicationDetail: Detail }>(aws(describe));
    const { EnvironmentPropertyDescriptions: properties } = detail.ApplicationConfigurationDescription;
    const names = await json<string[]>(
      aws('kinesisanalyticsv2 list-applications --query ApplicationSummaries[].ApplicationName'),
    );
    const facts = {
      status: detail.ApplicationStatus,
      runtime: detail.RuntimeEnvironment,
      version: detail.ApplicationVersionId,
      property: properties.PropertyGroupDescriptions[0]?.PropertyMap.stream,
      listed: names.includes(`${name}-application`),
      again: (await refusal(create, configuration)).code,
    };
    const change = JSON.stringify({
      EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { stream: 'returns' } }] },
    });
    const update = `kinesisanalyticsv2 update-application ${application} --current-application-version-id 1 --query ApplicationDetail.ApplicationVersionId --application-configuration-update`;
    const updated = await json<number>(aws(update, change));
    await aws(`kinesisanalyticsv2 delete-application ${application} --create-timestamp ${detail.CreateTimestamp}`);
    let gone = '';
    for (let tries = 0; tries < 20 && gone !== 'ResourceNotFoundException'; tries++) gone = (await refusal(describe)).code;
    await aws(`iam delete-role-policy ${role} --policy-name code`);
    await aws(`iam delete-role ${role}`);
    await aws(`s3 rb --force s3://${name}-code`);
    return { ...facts, updated, gone };
  },
};
