import type { Scope } from '#core';
import type { Signer } from '#gateway';

/** What a change is of, with the operation that lists such things: who may not list them is told nothing of them. */
const LISTED = {
  application: ['kinesisanalyticsv2', 'ListApplications', () => ({})],
  /** Named by their application, as the next two are. */
  snapshot: ['kinesisanalyticsv2', 'ListApplicationSnapshots', (name) => ({ ApplicationName: name })],
  operation: ['kinesisanalyticsv2', 'ListApplicationOperations', (name) => ({ ApplicationName: name })],
  /** How a start or an update gets on. */
  start: ['kinesisanalyticsv2', 'DescribeApplication', (name) => ({ ApplicationName: name })],
  stream: ['kinesis', 'ListStreams', () => ({})],
  bucket: ['s3', 'ListBuckets', () => ({})],
  /** Named by their bucket. */
  object: ['s3', 'ListObjectsV2', (name) => ({ Bucket: name })],
  alarm: ['cloudwatch', 'DescribeAlarms', () => ({})],
  dashboard: ['cloudwatch', 'ListDashboards', () => ({})],
  role: ['iam', 'ListRoles', () => ({})],
  user: ['iam', 'ListUsers', () => ({})],
  group: ['iam', 'ListGroups', () => ({})],
  policy: ['iam', 'ListPolicies', () => ({})],
  'instance-profile': ['iam', 'ListInstanceProfiles', () => ({})],
  'log-group': ['logs', 'DescribeLogGroups', () => ({})],
  topic: ['sns', 'ListTopics', () => ({})],
  key: ['kms', 'ListKeys', () => ({})],
  secret: ['secretsmanager', 'ListSecrets', () => ({})],
  trail: ['cloudtrail', 'ListTrails', () => ({})],
} satisfies Record<string, readonly [service: string, operation: string, input: (name: string) => object]>;

export type Kind = keyof typeof LISTED;
export const KINDS = Object.keys(LISTED) as Kind[];

/** Something of an account has changed; what it has become is for the reader to ask, by AWS's API. */
export interface Change {
  readonly kind: Kind;
  readonly name: string;
  readonly at: number;
}

/** These belong to an account, whichever region they were changed from. */
const GLOBAL: ReadonlySet<Kind> = new Set(['bucket', 'object', 'role', 'user', 'group', 'policy', 'instance-profile']);

export const concerns = (kind: Kind, where: Scope, reader: Scope): boolean =>
  where.account === reader.account && (GLOBAL.has(kind) || where.region === reader.region);

export function mayKnow(signer: Signer, kind: Kind, name: string): boolean {
  const [service, operation, input] = LISTED[kind];
  try {
    return signer.may(service, operation, input(name));
  } catch {
    return false; // the operation is not built: there is nothing to look at either
  }
}
