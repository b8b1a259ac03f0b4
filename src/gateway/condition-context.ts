import { type Conditions, millisOf } from '#auth';
import type { Caller, Clock } from '#core';
import type { Identified, Received } from './context.ts';

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
  request: Pick<Received, 'parts' | 'sourceIp' | 'secure' | 'headers' | 'form'> & Partial<Pick<Identified, 'claim' | 'served'>>,
  caller: Caller,
  region: string,
): Conditions {
  const { parts, sourceIp, secure, headers } = request;
  return (key) => {
    switch (key) {
      case 'aws:sourceip':
        return sourceIp || undefined;
      case 'aws:securetransport':
        return String(secure);
      case 'aws:useragent':
        return headers['user-agent'] || undefined;
      case 'aws:referer':
        return headers['referer'] || undefined;
      case 's3:signatureversion':
      case 's3:authtype':
      case 's3:signatureage':
        return request.served?.family === 's3' ? signatureCondition(key, request, parts.clock.millis()) : undefined;
      case 's3:x-amz-content-sha256':
        return request.served?.family === 's3' ? headers['x-amz-content-sha256'] : undefined;
      default:
        return callCondition(key, caller, region, parts.clock);
    }
  };
}

const AUTH_TYPES = { header: 'REST-HEADER', query: 'REST-QUERY-STRING' } as const;

/** How an S3 request was signed; nothing of it for anonymous ones. — S3 API reference, "Amazon S3 signature version 4 authentication specific policy keys" */
function signatureCondition(
  key: 's3:signatureversion' | 's3:authtype' | 's3:signatureage',
  { claim, form }: Pick<Received, 'form'> & Partial<Pick<Identified, 'claim'>>,
  now: number,
): string | undefined {
  const signed = form ? form.claim : claim;
  if (!signed) return undefined;
  switch (key) {
    case 's3:signatureversion':
      return signed.version;
    case 's3:authtype':
      return 'by' in signed ? AUTH_TYPES[signed.by] : 'POST';
    case 's3:signatureage':
      // milliseconds; of presigned URLs only, and "in Signature Version 2, this value is always set to 0"
      if (form || claim?.by !== 'query') return undefined;
      return claim.version === 'AWS' ? '0' : String(now - millisOf(claim.timestamp));
  }
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
    case 'aws:multifactorauthage':
      // seconds; not there without MFA — IAM user guide, aws:MultiFactorAuthAge
      return caller.mfaAt === undefined ? undefined : String(Math.floor((clock.millis() - caller.mfaAt) / 1000));
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
      return caller.kind === 'service' ? undefined : (caller.roleArn ?? caller.arn);
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
