import { arnOf, type Scope } from '#core';
import type { Route, Signer } from '#gateway';
import { json } from './answers.ts';
import type { Kind } from './changes/kinds.ts';
import type { Rights } from './shapes.ts';

interface Offers {
  readonly service: string;
  /** How operations name one of the kind. */
  readonly input: (name: string, scope: Scope) => object;
  /** What the pages offer to do to one. */
  readonly operations: readonly string[];
  /** What they offer to do to what lies in one, or to one that is yet to be made. */
  readonly within: readonly string[];
}

const POLICIES = (of: 'Role' | 'User'): string[] => [
  `Attach${of}Policy`,
  `Detach${of}Policy`,
  `Put${of}Policy`,
  `Delete${of}Policy`,
];

const OFFERED: Partial<Record<Kind, Offers>> = {
  application: {
    service: 'kinesisanalyticsv2',
    input: (name, scope) => ({ ApplicationName: name, ResourceARN: arnOf('kinesisanalytics', scope, `application/${name}`) }),
    operations: [
      'StartApplication',
      'StopApplication',
      'UpdateApplication',
      'RollbackApplication',
      'DeleteApplication',
      'CreateApplicationSnapshot',
      'DeleteApplicationSnapshot',
      'CreateApplicationPresignedUrl',
      'AddApplicationCloudWatchLoggingOption',
      'TagResource',
      'UntagResource',
    ],
    within: ['CreateApplication'],
  },
  stream: {
    service: 'kinesis',
    input: (StreamName, scope) => ({
      StreamName,
      StreamARN: arnOf('kinesis', scope, `stream/${StreamName}`),
      ConsumerName: '-',
    }),
    operations: [
      'DeleteStream',
      'PutRecords',
      'UpdateShardCount',
      'IncreaseStreamRetentionPeriod',
      'DecreaseStreamRetentionPeriod',
      'SplitShard',
      'MergeShards',
      'RegisterStreamConsumer',
      'AddTagsToStream',
      'RemoveTagsFromStream',
    ],
    within: ['CreateStream', 'DeregisterStreamConsumer'],
  },
  bucket: {
    service: 's3',
    input: (Bucket) => ({ Bucket, Key: '-' }),
    operations: ['DeleteBucket', 'PutBucketVersioning', 'PutBucketTagging', 'PutBucketPolicy', 'PutPublicAccessBlock'],
    within: ['CreateBucket', 'PutObject', 'DeleteObject'],
  },
  role: {
    service: 'iam',
    input: (RoleName) => ({ RoleName }),
    operations: ['DeleteRole', 'UpdateAssumeRolePolicy', ...POLICIES('Role')],
    within: ['CreateRole'],
  },
  user: {
    service: 'iam',
    input: (UserName) => ({ UserName }),
    operations: ['DeleteUser', 'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey', ...POLICIES('User')],
    within: ['CreateUser'],
  },
  /** Named by their ARNs. */
  policy: {
    service: 'iam',
    input: (PolicyArn) => ({ PolicyArn, PolicyName: '-' }),
    operations: ['DeletePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion'],
    within: ['CreatePolicy'],
  },
  alarm: {
    service: 'cloudwatch',
    input: (AlarmName) => ({ AlarmName, AlarmNames: [AlarmName] }),
    operations: ['DeleteAlarms', 'EnableAlarmActions', 'DisableAlarmActions'],
    within: ['PutMetricAlarm'],
  },
  dashboard: {
    service: 'cloudwatch',
    input: (DashboardName) => ({ DashboardName, DashboardNames: [DashboardName] }),
    operations: ['DeleteDashboards', 'PutDashboard'],
    within: [],
  },
  'log-group': {
    service: 'logs',
    input: (logGroupName) => ({ logGroupName }),
    operations: ['DeleteLogGroup'],
    within: ['CreateLogGroup'],
  },
};

const PATH = '/_millrace/console/rights/';
/** Ours: as many as somebody chooses from a list by hand. */
const NAMES = 100;

/** What the reader may do, so that pages offer nothing that would be refused: `rights/stream?name=a&name=b`. It tells nothing but his own policies. */
export const rightsRoute: Route = {
  method: 'GET',
  path: PATH,
  handle: async (request) => {
    const signer = await request.signer();
    const kind = request.path.slice(PATH.length);
    const offers = Object.hasOwn(OFFERED, kind) ? OFFERED[kind as Kind] : undefined;
    if (!offers) return json(404, { code: 'NotFound', message: 'There is nothing here.' });
    return json(200, rightsOf(signer, offers, request.query.getAll('name').slice(0, NAMES)));
  },
};

function rightsOf(signer: Signer, { service, input, operations, within }: Offers, names: readonly string[]): Rights {
  const some = (operation: string): boolean => signer.mayAnywhere(service, operation, input(names[0] ?? '-', signer.scope));
  const all = (operation: string): boolean => names.every((name) => signer.may(service, operation, input(name, signer.scope)));
  return { may: [...operations.filter(names.length > 0 ? all : some), ...within.filter(some)] };
}
