import type { AwsError, Denial } from '#core';
import { accessDenied, forbiddenHead, noSuchBucket } from './errors.ts';

/**
 * `bucket`: what is asked for; `region`: where it is, if there is one.
 * aws: anybody may learn that there is no such bucket — recorded AWS answer in localstack tests/aws/services/s3, test_bucket_does_not_exist;
 * for anonymous callers, as the S3 user guide has it of websites ("404 Not Found: NoSuchBucket")
 * aws: who is told why, and that the resource stands in quotes — S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors in Amazon S3"
 */
export function s3AccessDenied(denial: Denial, bucket: string, region?: string): AwsError {
  const { caller, action, resource, operation, explicit, policyType } = denial;
  // aws: "regardless of the permissions on the bucket, you will receive a response header with the correct bucket location" — API Reference, HeadBucket
  if (operation === 'HeadBucket' && region !== undefined) return forbiddenHead(region);
  if (caller.kind === 'anonymous') return region === undefined && bucket !== '' ? noSuchBucket(bucket) : accessDenied();
  const reason = explicit
    ? `with an explicit deny in ${article(policyType)} ${policyType}`
    : `because no ${policyType} allows the ${action} action`;
  return accessDenied(`User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" ${reason}`);
}

const article = (policyType: string): string => (/^[aeiou]/.test(policyType) ? 'an' : 'a');

/** aws: two blanks — recorded in scylladb/scylladb#13425 (uploads), Seagate/cortx-prvsnr#2908 (copies) */
export const notForAnonymous = (what: string) => accessDenied(`Anonymous users cannot ${what}.  Please authenticate.`);
