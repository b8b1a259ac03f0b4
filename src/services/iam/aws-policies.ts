import type { AwsPolicies, AwsPolicy } from './ports.ts';
import type { PolicyRow } from './store.ts';

/** What AWS says of some of its policies; of the others it is not known here. — AWS managed policy reference guide */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  AdministratorAccess: 'Provides full access to AWS services and resources.',
  PowerUserAccess: 'Provides full access to AWS services and resources, but does not allow management of Users and groups.',
  ReadOnlyAccess: 'Provides read-only access to AWS services and resources.',
  IAMFullAccess: 'Provides full access to IAM via the AWS Management Console.',
  IAMReadOnlyAccess: 'Provides read only access to IAM via the AWS Management Console.',
  AmazonS3FullAccess: 'Provides full access to all buckets via the AWS Management Console.',
  AmazonS3ReadOnlyAccess: 'Provides read only access to all buckets via the AWS Management Console.',
  AmazonKinesisFullAccess: 'Provides full access to all streams via the AWS Management Console.',
  AmazonKinesisReadOnlyAccess: 'Provides read only access to all streams via the AWS Management Console.',
  AmazonKinesisAnalyticsFullAccess: 'Provides full access to Amazon Kinesis Analytics via the AWS Management Console.',
  AmazonKinesisAnalyticsReadOnly: 'Provides read-only access to Amazon Kinesis Analytics via the AWS Management Console.',
  CloudWatchLogsFullAccess: 'Provides full access to CloudWatch Logs',
  CloudWatchLogsReadOnlyAccess: 'Provides read only access to CloudWatch Logs',
  AWSLambdaBasicExecutionRole: 'Provides write permissions to CloudWatch Logs.',
};

/** AWS's managed policies as rows, made when they are first asked for. Of each the default version is known, not the ones before it. */
export function awsPolicyRows(read: AwsPolicies): () => readonly PolicyRow[] {
  let rows: readonly PolicyRow[] | undefined;
  return () => {
    rows ??= read().map(rowOf);
    return rows;
  };
}

function rowOf({ name, path, id, version, attachable, document, ...dates }: AwsPolicy): PolicyRow {
  const updatedAt = Date.parse(dates.updatedAt);
  let text: string | undefined;
  return {
    name,
    path,
    id,
    ...(Object.hasOwn(DESCRIPTIONS, name) && { description: DESCRIPTIONS[name] }),
    ...(!attachable && { attachable }),
    createdAt: Date.parse(dates.createdAt),
    updatedAt,
    tags: [],
    versions: [
      {
        id: version,
        createdAt: updatedAt,
        // most documents are never asked for
        get document() {
          text ??= JSON.stringify(document);
          return text;
        },
      },
    ],
    defaultVersion: version,
    nextVersion: Number(version.slice(1)) + 1,
  };
}
