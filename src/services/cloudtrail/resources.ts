import { type ApiCall, arnOf, parseArn } from '#core';
import type { Action } from './actions.ts';
import { isDenied } from './elements.ts';
import { fieldsOf } from './fields.ts';
import { aliasArnOf, keyArnsOf } from './keys.ts';
import { streamNames, streamResources } from './streams.ts';

/** A resource in LookupEvents. */
export interface Named {
  readonly type: string;
  readonly name: string;
}

// aws: the types are those of CloudFormation — user guide, "Viewing CloudTrail events". Which members name a resource is ours.
const NAMING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cloudtrail: { Name: 'AWS::CloudTrail::Trail', TrailName: 'AWS::CloudTrail::Trail', S3BucketName: 'AWS::S3::Bucket' },
  cloudwatch: { AlarmName: 'AWS::CloudWatch::Alarm', DashboardName: 'AWS::CloudWatch::Dashboard' },
  iam: {
    UserName: 'AWS::IAM::User',
    RoleName: 'AWS::IAM::Role',
    GroupName: 'AWS::IAM::Group',
    PolicyName: 'AWS::IAM::Policy',
    PolicyArn: 'AWS::IAM::Policy',
    AccessKeyId: 'AWS::IAM::AccessKey',
    InstanceProfileName: 'AWS::IAM::InstanceProfile',
  },
  kinesisanalyticsv2: { ApplicationName: 'AWS::KinesisAnalytics::Application', ServiceExecutionRole: 'AWS::IAM::Role' },
  logs: { logGroupName: 'AWS::Logs::LogGroup', logStreamName: 'AWS::Logs::LogStream', logGroupIdentifier: 'AWS::Logs::LogGroup' },
  s3: { Bucket: 'AWS::S3::Bucket' },
  secretsmanager: { SecretId: 'AWS::SecretsManager::Secret', Name: 'AWS::SecretsManager::Secret' },
  sns: { TopicArn: 'AWS::SNS::Topic' },
  sts: { RoleArn: 'AWS::IAM::Role' },
};

/** What the call was about, by name. */
export function namedBy(call: ApiCall, { readOnly }: Pick<Action, 'readOnly'>): Named[] {
  const { service, input, output } = call;
  if (service.name === 'kinesis') return streamNames(call, readOnly || isDenied(call));
  if (service.name === 'kms') return keyResources(call).map(({ type, ARN }) => ({ type, name: ARN }));
  const naming = NAMING[service.name] ?? {};
  const found: Named[] = [];
  for (const [member, name] of Object.entries(fieldsOf(input))) {
    const type = naming[member];
    if (type !== undefined && typeof name === 'string') found.push({ type, name });
    else if (service.name === 'kinesisanalyticsv2' && member === 'ResourceARN') found.push(...applicationOf(name));
  }
  const { AssumedRoleUser: assumed, Credentials: made } = fieldsOf(output);
  const { AssumedRoleId: id, Arn: arn } = fieldsOf(assumed);
  for (const name of [id, arn]) if (typeof name === 'string') found.push({ type: 'AWS::STS::AssumedRole', name });
  const { AccessKeyId: key } = fieldsOf(made);
  if (typeof key === 'string') found.push({ type: 'AWS::IAM::AccessKey', name: key });
  return found;
}

/** Ours: calls about an application's tags are found under its name, as all the others of it are. */
function applicationOf(arn: unknown): Named[] {
  const name = typeof arn === 'string' ? /^application\/([^/]+)$/.exec(parseArn(arn)?.resource ?? '')?.[1] : undefined;
  return name === undefined ? [] : [{ type: 'AWS::KinesisAnalytics::Application', name }];
}

export interface Resource {
  readonly accountId?: string;
  readonly type: string;
  readonly ARN?: string;
}

/** aws: the keys, and the alias where the call is about one — KMS developer guide, example events */
function keyResources(call: ApiCall): { accountId: string; type: string; ARN: string }[] {
  const resource = (type: string) => (ARN: string) => ({ accountId: ARN.split(':')[4] ?? '', type, ARN });
  const alias = aliasArnOf(call);
  return [
    ...(alias === undefined ? [] : [resource('AWS::KMS::Alias')(alias)]),
    ...keyArnsOf(call).map(resource('AWS::KMS::Key')),
  ];
}

/** The `resources` element: S3, STS, KMS, Kinesis and data events have one. aws: — their guides, example log file entries */
export function resourcesOf(call: ApiCall, { dataOf }: Action): Resource[] | undefined {
  const { service, input, scope } = call;
  if (service.name === 'kms') {
    const keys = keyResources(call);
    return keys.length > 0 ? keys : undefined;
  }
  if (service.name === 'kinesis') return streamResources(call) ?? (dataOf === undefined ? undefined : [{ type: dataOf }]);
  const { Bucket, Key, RoleArn, logGroupName, logGroupIdentifier, TopicArn } = fieldsOf(input);
  const own = { accountId: scope.account };
  if (service.name === 's3') {
    if (typeof Bucket !== 'string') return undefined;
    const bucket = `arn:${scope.partition}:s3:::${Bucket}`;
    const of = { ...own, type: 'AWS::S3::Bucket', ARN: bucket };
    if (dataOf === undefined) return [of];
    return [typeof Key === 'string' ? { type: dataOf, ARN: `${bucket}/${Key}` } : { type: dataOf, ARN: `${bucket}/` }, of];
  }
  if (service.name === 'sts' && typeof RoleArn === 'string') {
    return [{ accountId: parseArn(RoleArn)?.account ?? scope.account, type: 'AWS::IAM::Role', ARN: RoleArn }];
  }
  if (dataOf === undefined) return undefined;
  const group = logGroupName ?? logGroupIdentifier;
  const grouped = typeof group === 'string' ? arnOf('logs', scope, `log-group:${group.split(':').at(-1)}`) : undefined;
  const arn = [grouped, TopicArn].find((each) => typeof each === 'string') as string | undefined;
  return [{ ...(arn !== undefined && own), type: dataOf, ...(arn !== undefined && { ARN: arn }) }];
}

/** The region in which an event happened. aws: IAM's are of us-east-1 — IAM User Guide, "Logging with CloudTrail" */
export const regionOf = ({ service, scope }: ApiCall): string => (service.name === 'iam' ? 'us-east-1' : scope.region);
