import type { PublicAccessBlockConfiguration } from '#api/s3';
import { isPublicPolicy } from '#auth';
import type { BucketRow } from './bucket-store.ts';

/** aws: new buckets block all public access — S3 User Guide, "Blocking public access to your Amazon S3 storage" */
export const ALL_BLOCKED: PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const publicAccessBlock = ({ settings }: Pick<BucketRow, 'settings'>): PublicAccessBlockConfiguration =>
  settings.publicAccessBlock === null ? {} : (settings.publicAccessBlock ?? ALL_BLOCKED);

/**
 * The policy of a bucket as it is in force.
 * aws: RestrictPublicBuckets leaves a public policy to AWS services and the owner's account — S3 User Guide, "Block public access settings"
 */
export function effectivePolicy(bucket: BucketRow): string | undefined {
  const policy = bucket.settings.policyInForce ?? bucket.settings.policy;
  if (policy === undefined || !publicAccessBlock(bucket).RestrictPublicBuckets || !isPublicPolicy(policy)) return policy;
  const document = JSON.parse(policy) as { Statement: unknown };
  const restriction = {
    Sid: 'RestrictPublicBuckets',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    Condition: {
      StringNotEquals: { 'aws:PrincipalAccount': bucket.account },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
  return JSON.stringify({ ...document, Statement: [document.Statement, restriction].flat() });
}
