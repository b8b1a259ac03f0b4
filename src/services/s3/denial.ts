import type { AwsError, Denial } from '#core';
import { accessDenied, noSuchBucket } from './errors.ts';

/**
 * `missing`: the bucket, where there is none.
 * aws: anybody may learn that there is no such bucket — recorded AWS answer in localstack tests/aws/services/s3, test_bucket_does_not_exist;
 * for anonymous callers, as the S3 user guide has it of websites ("404 Not Found: NoSuchBucket")
 * aws: who is told why, and that the resource stands in quotes — S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors in Amazon S3"
 */
export function s3AccessDenied({ caller, action, resource, explicit, policyType }: Denial, missing?: string): AwsError {
  if (caller.kind === 'anonymous') return missing === undefined ? accessDenied() : noSuchBucket(missing);
  const reason = explicit
    ? `with an explicit deny in ${article(policyType)} ${policyType}`
    : `because no ${policyType} allows the ${action} action`;
  return accessDenied(`User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" ${reason}`);
}

const article = (policyType: string): string => (/^[aeiou]/.test(policyType) ? 'an' : 'a');
