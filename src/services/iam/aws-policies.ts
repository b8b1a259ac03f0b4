import type { PolicyRow } from './store.ts';

/*
 * AWS's managed policies that Millrace knows: those its services have use for. Documents, versions and dates are AWS's.
 * — AWS managed policy reference guide; the answers of GetPolicyVersion that MAMIP (zoph-io/MAMIP, policies/) records
 */
type Statement = Readonly<Record<string, string | readonly string[]>>;

interface AwsPolicy {
  readonly name: string;
  readonly path?: string;
  readonly id: string;
  readonly description: string;
  readonly version: string;
  readonly createdAt: string;
  readonly updatedAt?: string;
  readonly statements: readonly Statement[];
}

const allow = (Action: string | readonly string[], Resource = '*'): Statement => ({ Effect: 'Allow', Action, Resource });

const ANALYTICS_NEIGHBOURS: readonly Statement[] = [
  allow(['firehose:DescribeDeliveryStream', 'firehose:ListDeliveryStreams']),
  allow(['cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics']),
  allow('logs:GetLogEvents'),
  allow(['iam:ListPolicyVersions', 'iam:ListRoles']),
];

const POLICIES: readonly AwsPolicy[] = [
  {
    name: 'AdministratorAccess',
    id: 'ANPAIWMBCKSKIEE64ZLYK',
    description: 'Provides full access to AWS services and resources.',
    version: 'v1',
    createdAt: '2015-02-06T18:39:46Z',
    statements: [allow('*')],
  },
  {
    name: 'PowerUserAccess',
    id: 'ANPAJYRXTHIB4FOVS3ZXS',
    description: 'Provides full access to AWS services and resources, but does not allow management of Users and groups.',
    version: 'v12',
    createdAt: '2015-02-06T18:39:47Z',
    updatedAt: '2026-02-12T17:59:14Z',
    statements: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow([
        'account:GetAccountInformation',
        'account:GetGovCloudAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ]),
    ],
  },
  {
    name: 'IAMFullAccess',
    id: 'ANPAI7XKCFMBPM3QQRRVQ',
    description: 'Provides full access to IAM via the AWS Management Console.',
    version: 'v2',
    createdAt: '2015-02-06T18:40:38Z',
    updatedAt: '2019-06-21T19:40:00Z',
    statements: [
      allow([
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:DescribeOrganization',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribePolicy',
        'organizations:ListChildren',
        'organizations:ListParents',
        'organizations:ListPoliciesForTarget',
        'organizations:ListRoots',
        'organizations:ListPolicies',
        'organizations:ListTargetsForPolicy',
      ]),
    ],
  },
  {
    name: 'IAMReadOnlyAccess',
    id: 'ANPAJKSO7NDY4T57MWDSQ',
    description: 'Provides read only access to IAM via the AWS Management Console.',
    version: 'v4',
    createdAt: '2015-02-06T18:40:39Z',
    updatedAt: '2018-01-25T19:11:27Z',
    statements: [
      allow([
        'iam:GenerateCredentialReport',
        'iam:GenerateServiceLastAccessedDetails',
        'iam:Get*',
        'iam:List*',
        'iam:SimulateCustomPolicy',
        'iam:SimulatePrincipalPolicy',
      ]),
    ],
  },
  {
    name: 'AmazonS3FullAccess',
    id: 'ANPAIFIR6V6BVTRAHWINE',
    description: 'Provides full access to all buckets via the AWS Management Console.',
    version: 'v2',
    createdAt: '2015-02-06T18:40:58Z',
    updatedAt: '2021-09-27T20:16:37Z',
    statements: [allow(['s3:*', 's3-object-lambda:*'])],
  },
  {
    name: 'AmazonS3ReadOnlyAccess',
    id: 'ANPAIZTJ4DXE7G6AGAE6M',
    description: 'Provides read only access to all buckets via the AWS Management Console.',
    version: 'v3',
    createdAt: '2015-02-06T18:40:59Z',
    updatedAt: '2023-08-10T21:31:39Z',
    statements: [allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'])],
  },
  {
    name: 'AmazonKinesisFullAccess',
    id: 'ANPAIVF32HAMOXCUYRAYE',
    description: 'Provides full access to all streams via the AWS Management Console.',
    version: 'v1',
    createdAt: '2015-02-06T18:40:29Z',
    statements: [allow('kinesis:*')],
  },
  {
    name: 'AmazonKinesisReadOnlyAccess',
    id: 'ANPAIOCMTDT5RLKZ2CAJO',
    description: 'Provides read only access to all streams via the AWS Management Console.',
    version: 'v1',
    createdAt: '2015-02-06T18:40:30Z',
    statements: [allow(['kinesis:Get*', 'kinesis:List*', 'kinesis:Describe*'])],
  },
  {
    name: 'AmazonKinesisAnalyticsFullAccess',
    id: 'ANPAJQOSKHTXP43R7P5AC',
    description: 'Provides full access to Amazon Kinesis Analytics via the AWS Management Console.',
    version: 'v1',
    createdAt: '2016-09-21T19:01:14Z',
    statements: [
      allow('kinesisanalytics:*'),
      allow([
        'kinesis:CreateStream',
        'kinesis:DeleteStream',
        'kinesis:DescribeStream',
        'kinesis:ListStreams',
        'kinesis:PutRecord',
        'kinesis:PutRecords',
      ]),
      ...ANALYTICS_NEIGHBOURS,
      allow('iam:PassRole', 'arn:aws:iam::*:role/service-role/kinesis-analytics*'),
    ],
  },
  {
    name: 'AmazonKinesisAnalyticsReadOnly',
    id: 'ANPAIJIEXZAFUK43U7ARK',
    description: 'Provides read-only access to Amazon Kinesis Analytics via the AWS Management Console.',
    version: 'v1',
    createdAt: '2016-09-21T18:16:43Z',
    statements: [
      allow(['kinesisanalytics:Describe*', 'kinesisanalytics:Get*', 'kinesisanalytics:List*']),
      allow(['kinesis:DescribeStream', 'kinesis:ListStreams']),
      ...ANALYTICS_NEIGHBOURS,
    ],
  },
  {
    name: 'CloudWatchLogsFullAccess',
    id: 'ANPAJ3ZGNWK2R5HW5BQFO',
    description: 'Provides full access to CloudWatch Logs',
    version: 'v3',
    createdAt: '2015-02-06T18:40:02Z',
    updatedAt: '2025-05-20T17:07:06Z',
    statements: [
      {
        ...allow(['logs:*', 'cloudwatch:GenerateQuery', 'cloudwatch:GenerateQueryResultsSummary']),
        Sid: 'CloudWatchLogsFullAccess',
      },
    ],
  },
  {
    name: 'CloudWatchLogsReadOnlyAccess',
    id: 'ANPAJ2YIYDYSNNEHK3VKW',
    description: 'Provides read only access to CloudWatch Logs',
    version: 'v6',
    createdAt: '2015-02-06T18:40:03Z',
    updatedAt: '2023-11-26T18:11:33Z',
    statements: [
      {
        ...allow([
          'logs:Describe*',
          'logs:Get*',
          'logs:List*',
          'logs:StartQuery',
          'logs:StopQuery',
          'logs:TestMetricFilter',
          'logs:FilterLogEvents',
          'logs:StartLiveTail',
          'logs:StopLiveTail',
          'cloudwatch:GenerateQuery',
        ]),
        Sid: 'CloudWatchLogsReadOnlyAccess',
      },
    ],
  },
  {
    name: 'AWSLambdaBasicExecutionRole',
    path: '/service-role/',
    id: 'ANPAJNCQGXC42545SKXIK',
    description: 'Provides write permissions to CloudWatch Logs.',
    version: 'v1',
    createdAt: '2015-04-09T15:03:43Z',
    statements: [allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'])],
  },
];

/** Of each policy the default version is known, not the ones before it. */
export const AWS_POLICIES: readonly PolicyRow[] = POLICIES.map((policy) => {
  const createdAt = Date.parse(policy.createdAt);
  const updatedAt = policy.updatedAt === undefined ? createdAt : Date.parse(policy.updatedAt);
  const document = JSON.stringify({ Version: '2012-10-17', Statement: policy.statements });
  return {
    name: policy.name,
    path: policy.path ?? '/',
    id: policy.id,
    description: policy.description,
    createdAt,
    updatedAt,
    tags: [],
    versions: [{ id: policy.version, document, createdAt: updatedAt }],
    defaultVersion: policy.version,
    nextVersion: Number(policy.version.slice(1)) + 1,
  };
});
