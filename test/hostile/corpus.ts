import { cbor } from '@smithy/core/cbor';
import { FORM, type Plain } from './world.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'One',
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam::000000000000:root'] },
      Action: ['s3:GetObject', 's3:Put*'],
      Resource: ['arn:aws:s3:::hostile/*', 'arn:aws:s3:::hostile/${aws:username}/?*'],
      Condition: {
        StringLike: { 'aws:PrincipalTag/team': 'a*' },
        IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
        DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
      },
    },
  ],
};
const TRUST = {
  ...POLICY,
  Statement: [{ Effect: 'Allow', Principal: { Service: 'kinesisanalytics.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** A document of one operation, with the codecs that carry it. */
export interface Sample {
  readonly name: string;
  readonly input: object;
  encode(input: unknown): Plain;
}

const json =
  (service: string, target: string, version = '1.1') =>
  (input: unknown): Plain => ({
    service,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
    body: JSON.stringify(input),
  });
const kinesisCbor =
  (operation: string) =>
  (input: unknown): Plain => ({
    service: 'kinesis',
    headers: { 'content-type': 'application/x-amz-cbor-1.1', 'x-amz-target': `Kinesis_20131202.${operation}` },
    body: Buffer.from(cbor.serialize(input)),
  });
const rpc =
  (operation: string) =>
  (input: unknown): Plain => ({
    service: 'monitoring',
    path: `/service/GraniteServiceVersion20100801/operation/${operation}`,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    body: Buffer.from(cbor.serialize(input)),
  });
const query =
  (service: string, Action: string, Version: string) =>
  (input: unknown): Plain => ({
    service,
    headers: FORM,
    body: new URLSearchParams(
      Object.entries({ Action, Version, ...(input as object) }).map(([name, value]): [string, string] => [
        name,
        typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
      ]),
    ).toString(),
  });
const s3 =
  (method: string, path: string, subresource: string, headers: Record<string, string> = {}) =>
  (input: unknown): Plain => ({
    service: 's3',
    method,
    path,
    query: subresource,
    headers,
    body: typeof input === 'object' && input !== null && 'xml' in input ? String(input.xml) : (JSON.stringify(input) ?? ''),
  });

const RECORDS = { StreamName: 'hostile', Records: [{ Data: 'aGVsbG8=', PartitionKey: 'k', ExplicitHashKey: '1' }] };
const METRIC = {
  Namespace: 'Hostile',
  MetricData: [{ MetricName: 'm', Value: 1, Unit: 'Count', Timestamp: 1_790_000_000, Dimensions: [{ Name: 'a', Value: 'b' }] }],
};
const APPLICATION = {
  ApplicationName: 'hostile',
  RuntimeEnvironment: 'FLINK-1_20',
  ServiceExecutionRole: 'arn:aws:iam::000000000000:role/nobody',
  ApplicationConfiguration: {
    ApplicationCodeConfiguration: {
      CodeContentType: 'ZIPFILE',
      CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::hostile', FileKey: 'a.jar' } },
    },
    EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'p', PropertyMap: { a: 'b' } }] },
  },
};

export const SAMPLES: readonly Sample[] = [
  { name: 'PutRecords JSON', input: RECORDS, encode: json('kinesis', 'Kinesis_20131202.PutRecords') },
  {
    name: 'PutRecords CBOR',
    input: { ...RECORDS, Records: [{ Data: new Uint8Array(5), PartitionKey: 'k' }] },
    encode: kinesisCbor('PutRecords'),
  },
  {
    name: 'PutRecord CBOR',
    input: { StreamName: 'hostile', Data: new Uint8Array(20), PartitionKey: 'k' },
    encode: kinesisCbor('PutRecord'),
  },
  {
    name: 'GetShardIterator',
    input: {
      StreamName: 'hostile',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: 1_790_000_000.5,
    },
    encode: json('kinesis', 'Kinesis_20131202.GetShardIterator'),
  },
  {
    name: 'GetShardIterator by number',
    input: {
      StreamName: 'hostile',
      ShardId: 'shardId-0',
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: `49${'6'.repeat(54)}`,
    },
    encode: kinesisCbor('GetShardIterator'),
  },
  {
    name: 'GetRecords',
    input: { ShardIterator: 'AAAAAAAAAAE=', Limit: 10 },
    encode: json('kinesis', 'Kinesis_20131202.GetRecords'),
  },
  {
    name: 'ListShards',
    input: { StreamName: 'hostile', ShardFilter: { Type: 'AT_TIMESTAMP', Timestamp: 1 }, MaxResults: 5 },
    encode: json('kinesis', 'Kinesis_20131202.ListShards'),
  },
  { name: 'ListShards token', input: { NextToken: 'e30=' }, encode: json('kinesis', 'Kinesis_20131202.ListShards') },
  {
    name: 'PutResourcePolicy',
    input: { ResourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/hostile', Policy: JSON.stringify(POLICY) },
    encode: json('kinesis', 'Kinesis_20131202.PutResourcePolicy'),
  },
  {
    name: 'CreateApplication',
    input: APPLICATION,
    encode: json('kinesisanalytics', 'KinesisAnalytics_20180523.CreateApplication'),
  },
  { name: 'PutMetricData CBOR', input: METRIC, encode: rpc('PutMetricData') },
  { name: 'PutMetricData JSON', input: METRIC, encode: json('monitoring', 'GraniteServiceVersion20100801.PutMetricData', '1.0') },
  {
    name: 'GetMetricData',
    input: {
      StartTime: 1_790_000_000,
      EndTime: 1_790_100_000,
      MetricDataQueries: [{ Id: 'a', Expression: "SUM(SEARCH('{Hostile} m', 'Sum', 60)) / 2" }],
    },
    encode: json('monitoring', 'GraniteServiceVersion20100801.GetMetricData', '1.0'),
  },
  {
    name: 'PutCompositeAlarm',
    input: { AlarmName: 'c', AlarmRule: 'ALARM("a") AND NOT (OK(b) OR FALSE)' },
    encode: json('monitoring', 'GraniteServiceVersion20100801.PutCompositeAlarm', '1.0'),
  },
  {
    name: 'PutLogEvents',
    input: { logGroupName: 'hostile', logStreamName: 's', logEvents: [{ timestamp: 1_790_000_000_000, message: 'x' }] },
    encode: json('logs', 'Logs_20140328.PutLogEvents'),
  },
  {
    name: 'FilterLogEvents',
    input: { logGroupName: 'hostile', filterPattern: '{ ($.a = 1 && $.b[0] != "x*") || $.c IS NULL }', startTime: 1, limit: 5 },
    encode: json('logs', 'Logs_20140328.FilterLogEvents'),
  },
  {
    name: 'StartQuery',
    input: {
      logGroupName: 'hostile',
      startTime: 1,
      endTime: 2_000_000_000,
      queryString:
        'fields @message | filter @message like /a.*b/ | parse @message "* *" as x, y | stats count(*) by bin(5m) | sort x desc | limit 5',
    },
    encode: json('logs', 'Logs_20140328.StartQuery'),
  },
  {
    name: 'CreateRole',
    input: { RoleName: 'hostile', AssumeRolePolicyDocument: JSON.stringify(TRUST) },
    encode: query('iam', 'CreateRole', '2010-05-08'),
  },
  {
    name: 'PutUserPolicy',
    input: { UserName: 'hostile', PolicyName: 'p', PolicyDocument: JSON.stringify(POLICY) },
    encode: query('iam', 'PutUserPolicy', '2010-05-08'),
  },
  {
    name: 'AssumeRole',
    input: { RoleArn: 'arn:aws:iam::000000000000:role/hostile', RoleSessionName: 's', DurationSeconds: '900' },
    encode: query('sts', 'AssumeRole', '2011-06-15'),
  },
  {
    name: 'Publish',
    input: { TopicArn: 'arn:aws:sns:us-east-1:000000000000:hostile', Message: 'x', MessageStructure: 'json' },
    encode: query('sns', 'Publish', '2010-03-31'),
  },
  {
    name: 'Encrypt',
    input: { KeyId: 'alias/aws/kinesis', Plaintext: 'aGVsbG8=', EncryptionContext: { a: 'b' } },
    encode: json('kms', 'TrentService.Encrypt'),
  },
  { name: 'Decrypt', input: { CiphertextBlob: 'AQIDBAUGBwgJCgsMDQ4PEA==' }, encode: json('kms', 'TrentService.Decrypt') },
  {
    name: 'CreateSecret',
    input: {
      Name: 'hostile',
      SecretString: 'x',
      ClientRequestToken: '00000000-0000-4000-8000-000000000000',
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    encode: json('secretsmanager', 'secretsmanager.CreateSecret'),
  },
  {
    name: 'GetSecretValue',
    input: { SecretId: 'hostile', VersionStage: 'AWSCURRENT' },
    encode: json('secretsmanager', 'secretsmanager.GetSecretValue'),
  },
  {
    name: 'LookupEvents',
    input: { StartTime: 1, EndTime: 2_000_000_000, LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'x' }] },
    encode: json('cloudtrail', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents'),
  },
  {
    name: 'DeleteObjects',
    input: {
      xml: '<?xml version="1.0"?><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>a&amp;b</Key></Object><Quiet>true</Quiet></Delete>',
    },
    encode: s3('POST', '/hostile', 'delete='),
  },
  {
    name: 'CompleteMultipartUpload',
    input: { xml: '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"x"</ETag></Part></CompleteMultipartUpload>' },
    encode: s3('POST', '/hostile/key', 'uploadId=abc'),
  },
  {
    name: 'PutBucketLifecycleConfiguration',
    input: {
      xml: '<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter><Prefix>x</Prefix></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>',
    },
    encode: s3('PUT', '/hostile', 'lifecycle='),
  },
  {
    name: 'PutBucketCors',
    input: {
      xml: '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>',
    },
    encode: s3('PUT', '/hostile', 'cors='),
  },
  {
    name: 'PutBucketWebsite',
    input: {
      xml: '<WebsiteConfiguration><IndexDocument><Suffix>i.html</Suffix></IndexDocument><RoutingRules><RoutingRule><Condition><KeyPrefixEquals>a/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith>b/</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>',
    },
    encode: s3('PUT', '/hostile', 'website='),
  },
  {
    name: 'PutBucketLogging',
    input: {
      xml: '<BucketLoggingStatus><LoggingEnabled><TargetBucket>hostile</TargetBucket><TargetPrefix>p</TargetPrefix></LoggingEnabled></BucketLoggingStatus>',
    },
    encode: s3('PUT', '/hostile', 'logging='),
  },
  { name: 'PutBucketPolicy', input: POLICY, encode: s3('PUT', '/hostile', 'policy=') },
  {
    name: 'PutObject in chunks',
    input: { xml: '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n' },
    encode: s3('PUT', '/hostile/chunked', '', {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '5',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    }),
  },
];

/** What the samples speak of. */
export const FURNITURE: readonly Plain[] = [
  json('kinesis', 'Kinesis_20131202.CreateStream')({ StreamName: 'hostile', ShardCount: 2 }),
  json('logs', 'Logs_20140328.CreateLogGroup')({ logGroupName: 'hostile' }),
  json('logs', 'Logs_20140328.CreateLogStream')({ logGroupName: 'hostile', logStreamName: 's' }),
  query('iam', 'CreateUser', '2010-05-08')({ UserName: 'hostile' }),
  query('sns', 'CreateTopic', '2010-03-31')({ Name: 'hostile' }),
  s3('PUT', '/hostile', '')({ xml: '' }),
];
