import type { Property } from './model.ts';

export interface Access {
  readonly bucket: string;
  readonly key: string;
  readonly logGroup: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Buckets where the job puts files. */
  readonly files: readonly string[];
}

export interface Place {
  readonly region: string;
  readonly account: string;
}

/** Who may take the role: the service, for this account only. */
export const trustPolicy = ({ account }: Place): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'kinesisanalytics.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
  ],
});

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

/** What writing into a log group takes. */
export function writeLogs(logGroup: string, { region, account }: Place): object[] {
  const group = `arn:aws:logs:${region}:${account}:log-group:${logGroup}`;
  return [
    // aws: DescribeLogGroups takes no single group's name — service authorization reference, CloudWatch Logs
    allow('FindLogGroup', ['logs:DescribeLogGroups'], [`arn:aws:logs:${region}:${account}:log-group:*`]),
    allow('WriteLogs', ['logs:DescribeLogStreams', 'logs:PutLogEvents'], [group, `${group}:*`]),
  ];
}

/** What a job needs and no more: its code, its streams, its log group, the buckets it writes to. */
export function leastPrivilege({ bucket, key, logGroup, reads, writes, files }: Access, { region, account }: Place): object {
  const streams = (names: readonly string[]) => names.map((name) => `arn:aws:kinesis:${region}:${account}:stream/${name}`);
  return {
    Version: '2012-10-17',
    Statement: [
      allow('ReadCode', ['s3:GetObject', 's3:GetObjectVersion'], [`arn:aws:s3:::${bucket}/${key}`]),
      ...(logGroup === '' ? [] : writeLogs(logGroup, { region, account })),
      ...(reads.length === 0
        ? []
        : [
            allow(
              'ReadStreams',
              ['DescribeStream', 'DescribeStreamSummary', 'ListShards', 'GetShardIterator', 'GetRecords'].map(
                (a) => `kinesis:${a}`,
              ),
              streams(reads),
            ),
          ]),
      ...(writes.length === 0
        ? []
        : [
            allow(
              'WriteStreams',
              ['DescribeStream', 'DescribeStreamSummary', 'ListShards', 'PutRecord', 'PutRecords'].map((a) => `kinesis:${a}`),
              streams(writes),
            ),
          ]),
      ...(files.length === 0
        ? []
        : [
            allow(
              'ListFiles',
              ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
              files.map((name) => `arn:aws:s3:::${name}`),
            ),
            allow(
              'WriteFiles',
              ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
              files.map((name) => `arn:aws:s3:::${name}/*`),
            ),
          ]),
    ],
  };
}

/** Streams that the properties name, sorted by what their keys say the job does with them. */
export function guessed(properties: readonly Property[], streams: readonly string[]): { reads: string[]; writes: string[] } {
  const named = properties.flatMap(({ key, value }) => {
    const stream = value.startsWith('arn:') ? (value.split('stream/')[1] ?? '') : value;
    return streams.includes(stream) ? [{ key, stream }] : [];
  });
  const isOutput = (key: string) => /out|sink|target|dest|write|produc/i.test(key);
  const unique = (names: readonly string[]) => [...new Set(names)];
  return {
    reads: unique(named.filter(({ key }) => !isOutput(key)).map(({ stream }) => stream)),
    writes: unique(named.filter(({ key }) => isOutput(key)).map(({ stream }) => stream)),
  };
}
