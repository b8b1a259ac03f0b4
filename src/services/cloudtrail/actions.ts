import { putsRecords } from './streams.ts';

/** What CloudTrail knows of an operation. */
export interface Action {
  readonly eventName: string;
  readonly eventSource: string;
  readonly apiVersion?: string;
  readonly readOnly: boolean;
  /** Of a data event: the type of its resources. Absent: a management event. */
  readonly dataOf?: string;
}

interface Source {
  readonly name: string;
  readonly apiVersion?: string;
}

// aws: sources and versions — recorded events; "the eventSource for Amazon CloudWatch is monitoring.amazonaws.com" — user guide, record contents
const SOURCES: Readonly<Record<string, Source>> = {
  cloudwatch: { name: 'monitoring.amazonaws.com', apiVersion: '2010-08-01' },
  kinesisanalyticsv2: { name: 'kinesisanalytics.amazonaws.com', apiVersion: '2018-05-23' },
  logs: { name: 'logs.amazonaws.com', apiVersion: '20140328' },
  // S3 User Guide, "CloudTrail events": account-level operations are S3's too
  s3control: { name: 's3.amazonaws.com' },
};

const STREAM = 'AWS::Kinesis::Stream';
const OBJECT = 'AWS::S3::Object';
const METRIC = 'AWS::CloudWatch::Metric';
const TOPIC = 'AWS::SNS::Topic';

// aws: developer guide of Kinesis Data Streams, "Log API calls with CloudTrail"; S3 User Guide, "CloudTrail events"; CloudWatch user guide,
// "Logging API and console operations"; SNS developer guide, "Logging AWS SNS API calls". PutLogEvents is recorded by nobody there; ours:
// it is the data event of its log group.
const DATA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kinesis: {
    GetRecords: STREAM,
    GetShardIterator: STREAM,
    PutRecord: STREAM,
    PutRecords: STREAM,
    SubscribeToShard: 'AWS::Kinesis::StreamConsumer',
  },
  s3: Object.fromEntries(
    [
      ['AbortMultipartUpload', 'CompleteMultipartUpload', 'CopyObject', 'CreateMultipartUpload', 'DeleteObject'],
      ['DeleteObjectTagging', 'DeleteObjects', 'GetObject', 'GetObjectAcl', 'GetObjectAttributes', 'GetObjectLegalHold'],
      ['GetObjectRetention', 'GetObjectTagging', 'HeadBucket', 'HeadObject', 'ListMultipartUploads', 'ListObjects'],
      ['ListObjectsV2', 'ListObjectVersions', 'ListParts', 'PutObject', 'PutObjectAcl', 'PutObjectLegalHold'],
      ['PutObjectRetention', 'PutObjectTagging', 'RestoreObject', 'SelectObjectContent', 'UploadPart', 'UploadPartCopy'],
    ]
      .flat()
      .map((operation) => [operation, OBJECT]),
  ),
  cloudwatch: { GetMetricData: METRIC, GetMetricWidgetImage: METRIC, PutMetricData: METRIC },
  logs: { PutLogEvents: 'AWS::Logs::LogGroup' },
  sns: { Publish: TOPIC, PublishBatch: TOPIC },
};

// aws: S3's events that are not called as their operations — S3 User Guide, "CloudTrail events"
const RENAMED: Readonly<Record<string, string>> = {
  DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
  GetBucketLifecycleConfiguration: 'GetBucketLifecycle',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  ListObjectsV2: 'ListObjects',
  PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

// aws: AssumeRole and its kin change nothing — recorded events, readOnly; SubscribeToShard and StartLiveTail read (ours)
const READS =
  /^(BatchGet|Describe|Discover|Filter|Get|Head|List|Lookup|Search|Select|Simulate|StartLiveTail|SubscribeToShard|Test)/;
const ROLES = /^(AssumeRole|DecodeAuthorizationMessage)/;
// aws: using a key changes nothing — KMS developer guide, example events of Encrypt, Decrypt, ReEncrypt, GenerateDataKey
const USES = /^(Encrypt|Decrypt|ReEncrypt|Generate|Sign|Verify|DeriveSharedSecret)/;

/** By service and operation. Every request asks: a text made of both would have to be made each time. */
const known = new Map<string, Map<string, Action>>();

export function actionOf(service: string, operation: string): Action {
  let ofService = known.get(service);
  if (!ofService) {
    ofService = new Map();
    known.set(service, ofService);
  }
  let action = ofService.get(operation);
  if (!action) {
    const source = SOURCES[service] ?? { name: `${service}.amazonaws.com` };
    const dataOf = DATA[service]?.[operation];
    action = {
      eventName: (service === 's3' ? RENAMED[operation] : undefined) ?? operation,
      eventSource: source.name,
      ...(source.apiVersion !== undefined && { apiVersion: source.apiVersion }),
      readOnly:
        READS.test(operation) ||
        (service === 'sts' && ROLES.test(operation)) ||
        (service === 'kms' && USES.test(operation)) ||
        putsRecords(service, operation),
      ...(dataOf !== undefined && { dataOf }),
    };
    ofService.set(operation, action);
  }
  return action;
}
