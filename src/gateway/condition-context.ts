import type { Conditions } from '#auth';
import type { Caller, Clock } from '#core';
import type { Received } from './context.ts';

const PRINCIPAL_TYPES: Readonly<Record<Caller['kind'], string>> = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  federated: 'FederatedUser',
  service: 'AWSService',
  anonymous: 'Anonymous',
};

/** The condition keys that every request has. — IAM user guide, AWS global condition context keys */
export function globalConditions(
  { parts, sourceIp, secure, headers }: Pick<Received, 'parts' | 'sourceIp' | 'secure' | 'headers'>,
  caller: Caller,
  region: string,
): Conditions {
  return (key) => {
    switch (key) {
      case 'aws:sourceip':
        return sourceIp;
      case 'aws:securetransport':
        return String(secure);
      case 'aws:useragent':
        return headers['user-agent'] || undefined;
      case 'aws:referer':
        return headers['referer'] || undefined;
      default:
        return callCondition(key, caller, region, parts.clock);
    }
  };
}

/** Those that a call within the process has too. */
export function callCondition(key: string, caller: Caller, region: string, clock: Clock): string | undefined {
  switch (key) {
    case 'aws:currenttime':
      return clock.now().toISOString();
    case 'aws:epochtime':
      return String(Math.floor(clock.millis() / 1000));
    case 'aws:requestedregion':
      return region;
    case 'aws:principaltype':
      return PRINCIPAL_TYPES[caller.kind];
    case 'aws:principalisawsservice':
      return String(caller.kind === 'service');
    case 'aws:viaawsservice':
      return 'false';
    default:
      return caller.kind === 'anonymous' ? undefined : principalCondition(key, caller);
  }
}

function principalCondition(key: string, caller: Caller): string | undefined {
  switch (key) {
    case 'aws:principalarn':
      // a session is known by its role's ARN — IAM user guide, aws:PrincipalArn
      return caller.roleArn ?? caller.arn;
    case 'aws:userid':
      return caller.userId;
    case 'aws:principalaccount':
      return caller.account || undefined;
    case 'aws:principalservicename':
      return caller.kind === 'service' ? caller.arn : undefined;
    case 'aws:username':
      return caller.userName || undefined;
    case 'aws:tokenissuetime':
      return caller.sessionIssuedAt?.toISOString();
    default:
      return undefined;
  }
}
