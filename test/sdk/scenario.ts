/**
 * What every client does, and what it must see: the same five scenes through the AWS CLI, boto3, and the SDKs for
 * JavaScript and Java (two generations, and the one on Netty and HTTP/2). A client reports facts; it decides nothing. Names begin with its run, so runs do not meet.
 */
export type Facts = Readonly<Record<string, unknown>>;
export type Report = Readonly<Record<string, Facts>>;

/** What a client finds in its environment besides AWS's own variables. */
export interface Run {
  /** Leads every name the client gives. */
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A folder of its own. */
  readonly directory: string;
}

/** Bytes of the object that travels in parts: more than a part of 8 MiB, which all clients use. */
export const LARGE = 12 * 1024 * 1024;

/** Names of the run read `RUN` here, account ids `ACCOUNT`. */
export const EXPECTED: Report = {
  kinesis: {
    status: 'ACTIVE',
    shards: ['shardId-000000000000'],
    failed: 0,
    data: ['one', 'two'],
    keys: ['p', 'p'],
    missing: 'ResourceNotFoundException',
  },
  s3: {
    text: 'hello',
    type: 'text/plain',
    author: 'me',
    part: 'ell',
    presigned: 'hello',
    keys: ['large.bin', 'small.txt'],
    sameBytes: true,
    parts: '2',
    missing: 'NoSuchKey',
    gone: 'NoSuchBucket',
  },
  identity: {
    account: true,
    session: true,
    allowed: true,
    denied: 'AccessDeniedException',
    // aws: the sentence — IAM user guide, "Troubleshoot access denied error messages"
    reason:
      'User: arn:aws:sts::ACCOUNT:assumed-role/RUN-role/session is not authorized to perform: kinesis:CreateStream on resource: arn:aws:kinesis:us-east-1:ACCOUNT:stream/RUN-denied because no identity-based policy allows the kinesis:CreateStream action',
    deniedByS3: 'AccessDenied',
  },
  logs: {
    messages: ['INFO starting', 'ERROR no such shard', 'INFO going on'],
    found: ['ERROR no such shard'],
    streams: ['main'],
    missing: 'ResourceNotFoundException',
    sentence: 'The specified log stream does not exist.',
  },
  analytics: {
    status: 'READY',
    runtime: 'FLINK-1_20',
    version: 1,
    property: 'orders',
    listed: true,
    again: 'ResourceInUseException',
    updated: 2,
    gone: 'ResourceNotFoundException',
  },
};

export const ANALYTICS = 'kinesisanalytics.amazonaws.com';

/** Lets a principal assume a role. */
export const trust = (principal: Readonly<Record<string, string>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] });

export const allow = (action: string, resource = '*'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] });
