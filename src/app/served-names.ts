/**
 * The AWS host names that lead to Millrace from inside Flink's processes; every other name goes out untouched.
 * `*.` in front stands for one or more labels, `*` elsewhere for characters of one label.
 */
// aws: the regional, dualstack, account-id and virtual-host forms — endpoint rules of the pinned models, AWS General Reference
export const SERVED_NAMES: readonly string[] = [
  'kinesis.*.amazonaws.com',
  '*.data-kinesis.*.amazonaws.com',
  '*.control-kinesis.*.amazonaws.com',
  'kinesis-fips.*.amazonaws.com',
  's3.amazonaws.com',
  '*.s3.amazonaws.com',
  's3.*.amazonaws.com',
  's3-*.amazonaws.com',
  '*.s3.*.amazonaws.com',
  's3.dualstack.*.amazonaws.com',
  '*.s3.dualstack.*.amazonaws.com',
  'sts.amazonaws.com',
  'sts.*.amazonaws.com',
  'iam.amazonaws.com',
  'kms.*.amazonaws.com',
  'secretsmanager.*.amazonaws.com',
  'secretsmanager-fips.*.amazonaws.com',
  'logs.*.amazonaws.com',
  'stream-logs.*.amazonaws.com',
  'streaming-logs.*.amazonaws.com',
  'kinesisanalytics.*.amazonaws.com',
  'monitoring.*.amazonaws.com',
  'sns.*.amazonaws.com',
  'cloudtrail.*.amazonaws.com',
];
