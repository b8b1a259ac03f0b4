/** Services by their namespace: the prefix of their actions. — the titles of the service authorization reference */
export const SERVICE_NAMES: Readonly<Record<string, string>> = {
  cloudtrail: 'AWS CloudTrail',
  cloudwatch: 'Amazon CloudWatch',
  iam: 'AWS Identity and Access Management (IAM)',
  kinesis: 'Amazon Kinesis Data Streams',
  kinesisanalytics: 'Amazon Kinesis Analytics V2',
  kms: 'AWS Key Management Service',
  logs: 'Amazon CloudWatch Logs',
  s3: 'Amazon S3',
  secretsmanager: 'AWS Secrets Manager',
  sns: 'Amazon SNS',
  sts: 'AWS Security Token Service',
};
