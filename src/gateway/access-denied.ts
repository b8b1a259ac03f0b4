import { AwsError, type Denial, type Service } from '#core';

/**
 * aws: sentences — IAM user guide, Troubleshoot access denied error messages. S3 uses the same ones since 2024, and
 * "Access Denied" alone for requests nobody signed.
 */
export function accessDenied(service: Service, denial: Denial): AwsError {
  const { caller, action, resource, explicit, policyType } = denial;
  const code = service.model.metadata.protocol === 'json' ? 'AccessDeniedException' : 'AccessDenied';
  const status = service.model.metadata.protocol === 'json' ? 400 : 403;
  if (caller.kind === 'anonymous') return new AwsError(code, 'Access Denied', { status: 403 });
  const because = explicit
    ? `with an explicit deny in ${article(policyType)} ${policyType}`
    : `because no ${policyType} allows the ${action} action`;
  const on =
    resource === '*' ? '' : ` on resource: ${service.model.metadata.protocol === 'rest-xml' ? `"${resource}"` : resource}`;
  return new AwsError(code, `User: ${caller.arn} is not authorized to perform: ${action}${on} ${because}`, { status });
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? 'an' : 'a');
