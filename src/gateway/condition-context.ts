import type { Caller } from '#core';
import type { Received } from './context.ts';

export type Conditions = Readonly<Record<string, string | readonly string[]>>;

const PRINCIPAL_TYPES: Readonly<Record<Caller['kind'], string>> = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  federated: 'FederatedUser',
  service: 'AWSService',
  anonymous: 'Anonymous',
};

/** The condition keys that every request has, names in lower case. — IAM user guide, AWS global condition context keys */
export function globalConditions(
  { parts, sourceIp, secure, headers }: Pick<Received, 'parts' | 'sourceIp' | 'secure' | 'headers'>,
  caller: Caller,
  region: string,
): Conditions {
  const now = parts.clock.now();
  const conditions: Record<string, string> = {
    'aws:sourceip': sourceIp,
    'aws:currenttime': now.toISOString(),
    'aws:epochtime': String(Math.floor(now.getTime() / 1000)),
    'aws:securetransport': String(secure),
    'aws:requestedregion': region,
    ...principalConditions(caller),
  };
  if (headers['user-agent']) conditions['aws:useragent'] = headers['user-agent'];
  if (headers['referer']) conditions['aws:referer'] = headers['referer'];
  return conditions;
}

export function principalConditions(caller: Caller): Record<string, string> {
  const isService = caller.kind === 'service';
  const conditions: Record<string, string> = {
    'aws:principaltype': PRINCIPAL_TYPES[caller.kind],
    'aws:principalisawsservice': String(isService),
    'aws:viaawsservice': 'false',
  };
  if (caller.kind === 'anonymous') return conditions;
  // a session is known by its role's ARN — IAM user guide, aws:PrincipalArn
  conditions['aws:principalarn'] = caller.roleArn ?? caller.arn;
  conditions['aws:userid'] = caller.userId;
  if (caller.account) conditions['aws:principalaccount'] = caller.account;
  if (isService) conditions['aws:principalservicename'] = caller.arn;
  if (caller.userName) conditions['aws:username'] = caller.userName;
  if (caller.sessionIssuedAt) conditions['aws:tokenissuetime'] = caller.sessionIssuedAt.toISOString();
  return conditions;
}
