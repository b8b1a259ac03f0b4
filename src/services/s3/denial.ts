import type { AwsError, Denial } from '#core';
import { accessDenied } from './errors.ts';

/** aws: who is told why, and that the resource stands in quotes — S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors in Amazon S3" */
export function s3AccessDenied({ caller, action, resource, explicit, policyType }: Denial): AwsError {
  if (caller.kind === 'anonymous') return accessDenied();
  const reason = explicit
    ? `with an explicit deny in ${article(policyType)} ${policyType}`
    : `because no ${policyType} allows the ${action} action`;
  return accessDenied(`User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" ${reason}`);
}

const article = (policyType: string): string => (/^[aeiou]/.test(policyType) ? 'an' : 'a');
