/** Trails deliver what selectors ask for, through the bucket's policy; AWS's own CLI finds the files whole, and finds out who changed one. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsCli } from '../../clients/aws-cli.ts';
import { type Console, serveConsole } from '../console/served.ts';

const run = promisify(execFile);
const ACCOUNT = '000000000000';
const ARN = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/audit`;

let millrace: Console;
let s3: S3Client;
let bin: string;
beforeAll(async () => {
  bin = await awsCli();
  millrace = await serveConsole({ MILLRACE_TRAIL_INTERVAL: '1', MILLRACE_TRAIL_DIGEST_INTERVAL: '3' });
  const { accessKeyId, secretAccessKey } = millrace.root;
  const credentials = { accessKeyId, secretAccessKey };
  s3 = new S3Client({ endpoint: millrace.url, region: 'us-east-1', forcePathStyle: true, credentials });
}, 300_000);
afterAll(async () => {
  s3.destroy();
  await millrace.close();
});

const trail = (operation: string, input: object) =>
  millrace.json('cloudtrail', `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`, input);
const raw = (method: string, path: string, query = '', body = '') =>
  millrace.ask({ method, path, query, body, as: millrace.root, service: 's3' });

// aws: user guide, "Amazon S3 bucket policy for CloudTrail"
const policyOf = (bucket: string, prefix = 'p/') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringEquals: { 'aws:SourceArn': ARN } },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${bucket}/${prefix}AWSLogs/${ACCOUNT}/*`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': ARN } },
      },
    ],
  });

const keys = async (prefix: string) =>
  ((await s3.send(new ListObjectsV2Command({ Bucket: 'trails', Prefix: prefix }))).Contents ?? []).flatMap(({ Key, Size }) =>
    Key && Size ? [Key] : [],
  );
const bytes = async (Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'trails', Key }));
  return Body?.transformToByteArray() ?? new Uint8Array();
};

interface Told {
  readonly eventName: string;
  readonly eventCategory: string;
  readonly requestParameters: Record<string, unknown>;
}

async function delivered(): Promise<Told[]> {
  const files = await keys(`p/AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`);
  const texts = await Promise.all(files.map(async (key) => gunzipSync(await bytes(key)).toString()));
  return texts.flatMap((text) => JSON.parse(text).Records as Told[]);
}

async function until<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await what();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe('a trail', () => {
  it('is made where the bucket lets it in only', async () => {
    const wanted = { Name: 'audit', S3BucketName: 'trails', S3KeyPrefix: 'p', EnableLogFileValidation: true };
    expect((await trail('CreateTrail', wanted)).body).toMatchObject({
      __type: expect.stringContaining('S3BucketDoesNotExistException'),
      message: 'S3 bucket trails does not exist!',
    });
    await raw('PUT', '/trails');
    expect((await trail('CreateTrail', wanted)).body.__type).toContain('InsufficientS3BucketPolicyException');
    await raw('PUT', '/trails', 'policy=', policyOf('trails', 'other/'));
    expect((await trail('CreateTrail', wanted)).body.__type).toContain('InsufficientS3BucketPolicyException');
    await raw('PUT', '/trails', 'policy=', policyOf('trails'));
    const { status, body } = await trail('CreateTrail', { ...wanted, TagsList: [{ Key: 'a', Value: 'b' }] });
    expect([status, body]).toEqual([
      200,
      {
        Name: 'audit',
        S3BucketName: 'trails',
        S3KeyPrefix: 'p',
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: false,
        TrailARN: ARN,
        LogFileValidationEnabled: true,
        IsOrganizationTrail: false,
      },
    ]);
    expect((await trail('CreateTrail', wanted)).body).toMatchObject({
      message: `Trail audit already exists for customer: ${ACCOUNT}`,
    });
  });

  it('is found by name and ARN, told of and tagged', async () => {
    expect((await trail('GetTrail', { Name: ARN })).body.Trail).toMatchObject({
      HomeRegion: 'us-east-1',
      HasCustomEventSelectors: false,
    });
    expect((await trail('DescribeTrails', {})).body.trailList).toHaveLength(1);
    expect((await trail('ListTrails', {})).body.Trails).toEqual([{ TrailARN: ARN, Name: 'audit', HomeRegion: 'us-east-1' }]);
    await trail('AddTags', { ResourceId: ARN, TagsList: [{ Key: 'c', Value: 'd' }] });
    await trail('RemoveTags', { ResourceId: ARN, TagsList: [{ Key: 'a' }] });
    const tags = await trail('ListTags', { ResourceIdList: [ARN] });
    expect(tags.body.ResourceTagList).toEqual([{ ResourceId: ARN, TagsList: [{ Key: 'c', Value: 'd' }] }]);
    expect((await trail('GetTrailStatus', { Name: 'audit' })).body).toMatchObject({ IsLogging: false });
    expect((await trail('GetTrail', { Name: 'missing' })).body).toEqual({
      __type: expect.stringContaining('TrailNotFoundException'),
      message: `Unknown trail: arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/missing for the user: ${ACCOUNT}`,
    });
  });

  it.each([
    ['a..b', 'adjacent'],
    ['ab', 'between 3 and 128'],
    ['-abc', 'start with'],
    ['192.168.5.4', 'IP address'],
  ])('is not called %s', async (Name, why) => {
    const { body } = await trail('CreateTrail', { Name, S3BucketName: 'trails' });
    expect(body).toMatchObject({
      __type: expect.stringContaining('InvalidTrailNameException'),
      message: expect.stringContaining(why),
    });
  });

  it('with what is not built is refused', async () => {
    const { body } = await trail('CreateTrail', { Name: 'other', S3BucketName: 'trails', IsOrganizationTrail: true });
    expect(body.__type).toContain('UnsupportedOperationException');
  });

  it('delivers management events as gzipped JSON, and data events where selectors ask for them', async () => {
    await millrace.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'before', ShardCount: 1 });
    await trail('StartLogging', { Name: 'audit' });
    await millrace.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'after', ShardCount: 1 });
    await raw('PUT', '/other');
    await s3.send(new PutObjectCommand({ Bucket: 'other', Key: 'unseen', Body: 'x' }));
    await trail('PutEventSelectors', {
      TrailName: 'audit',
      AdvancedEventSelectors: [
        { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
            { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::other/'] },
            { Field: 'readOnly', Equals: ['false'] },
          ],
        },
      ],
    });
    await s3.send(new PutObjectCommand({ Bucket: 'other', Key: 'seen', Body: 'x' }));
    await s3.send(new GetObjectCommand({ Bucket: 'other', Key: 'seen' }));
    const records = await until(async () => {
      const all = await delivered();
      return all.some(({ eventName }) => eventName === 'PutObject') ? all : undefined;
    });
    const data = records.filter(({ eventCategory }) => eventCategory === 'Data');
    expect(data.map(({ eventName, requestParameters }) => [eventName, requestParameters['key']])).toEqual([
      ['PutObject', 'seen'],
    ]);
    const streams = records.filter(({ eventName }) => eventName === 'CreateStream');
    expect(streams.map(({ requestParameters }) => requestParameters['streamName'])).toEqual(['after']);
    const [key = ''] = await keys(`p/AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`);
    // aws: user guide, "CloudTrail log file examples", file name format
    expect(key).toMatch(
      /^p\/AWSLogs\/0{12}\/CloudTrail\/us-east-1\/\d{4}\/\d\d\/\d\d\/0{12}_CloudTrail_us-east-1_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/,
    );
  }, 30_000);

  it('is whole for the AWS CLI, until somebody changes a file', async () => {
    const digests = await until(async () => {
      const all = await keys(`p/AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/`);
      return all.length >= 2 ? all : undefined;
    });
    expect(digests[0]).toMatch(/_CloudTrail-Digest_us-east-1_audit_us-east-1_\d{8}T\d{6}Z\.json\.gz$/);
    const validate = async () => {
      const args = ['cloudtrail', 'validate-logs', '--trail-arn', ARN, '--verbose', '--start-time'];
      const env = {
        ...process.env,
        AWS_ENDPOINT_URL: millrace.url,
        AWS_ACCESS_KEY_ID: millrace.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: millrace.root.secretAccessKey,
        AWS_DEFAULT_REGION: 'us-east-1',
      };
      const start = new Date(Date.now() - 600_000).toISOString();
      const ran = run(join(bin, 'aws'), [...args, start], { env }).catch(
        (failure: { stdout: string; stderr: string }) => failure,
      );
      const { stdout, stderr } = await ran;
      return stdout + stderr;
    };
    await trail('StopLogging', { Name: 'audit' });
    const sound = await validate();
    expect(sound).toMatch(/(\d+)\/\1 digest files valid/);
    expect(sound).toMatch(/(\d+)\/\1 log files valid/);
    expect(sound).not.toMatch(/INVALID/i);

    const last = (await keys(`p/AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/`)).map(bytes);
    const told = (await Promise.all(last)).flatMap(
      (file) => JSON.parse(gunzipSync(file).toString()).logFiles as { s3Object: string }[],
    );
    const [{ s3Object } = { s3Object: '' }] = told;
    await s3.send(new PutObjectCommand({ Bucket: 'trails', Key: s3Object, Body: gzipSync('{"Records":[]}') }));
    expect(await validate()).toContain(`Log file\ts3://trails/${s3Object}\tINVALID: hash value doesn't match`);
  }, 120_000);

  it('says why it could not deliver, and delivers when it can again', async () => {
    await raw('DELETE', '/trails', 'policy=');
    await trail('StartLogging', { Name: 'audit' });
    await millrace.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'kept', ShardCount: 1 });
    const status = async () => (await trail('GetTrailStatus', { Name: 'audit' })).body;
    await until(async () => ((await status()).LatestDeliveryError === 'AccessDenied' ? true : undefined));
    await raw('PUT', '/trails', 'policy=', policyOf('trails'));
    await until(async () =>
      (await delivered()).some((each) => each.requestParameters?.['streamName'] === 'kept') ? true : undefined,
    );
    expect((await status()).LatestDeliveryError).toBeUndefined();
    await trail('DeleteTrail', { Name: 'audit' });
    expect((await trail('DescribeTrails', {})).body.trailList).toEqual([]);
  }, 30_000);
});
