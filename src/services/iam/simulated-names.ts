import { parseArn } from '#core';

/**
 * What a result of several resources is about, behind the partition; each brace has a `$` before it.
 * aws: recorded for actions of these services, radkawar/stackd iam/simulation_inputs.json (input_resources_known_…) and, from AWS's answers
 * about every action, its internal/iam/simcatalog
 */
const NAMES: Readonly<Record<string, string>> = {
  ec2: 'ec2:{Region}:{Account}:{ResourceType}/{ResourcePath}',
  iam: 'iam::{Account}:{ResourceType}/{ResourceName}',
  kinesis: 'kinesis:{Region}:{Account}:{ResourceType}/{ResourceName}',
  kinesisanalytics: 'kinesisanalytics:{Region}:{Account}:application/{ApplicationName}',
  kms: 'kms:{Region}:{Account}:{ResourceType}/{Id}',
  lambda: 'lambda:{Region}:{Account}:{ResourceType}:{ResourceId}',
  logs: 'logs:{Region}:{Account}:.+',
  s3: 's3:::{BucketName}/{KeyName}',
  sqs: 'sqs:{Region}:{Account}:{QueueName}',
  sts: 'iam::{Account}:{RelativeId}',
};

/** Undefined for services whose name AWS has was not seen. */
export function nameOfSeveral(action: string, resources: readonly string[]): string | undefined {
  const name = NAMES[action.slice(0, action.indexOf(':'))];
  // aws: in the partition of the first resource — case input_resources_partitions
  return name && `arn:${parseArn(resources[0] ?? '')?.partition ?? 'aws'}:${name.replaceAll('{', '${')}`;
}
