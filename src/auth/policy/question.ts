import type { Caller } from '#core';
import type { PolicyRequest, Question } from './types.ts';

/** — developer guide "AWS global condition context keys": aws:PrincipalType */
const PRINCIPAL_TYPES: Readonly<Record<Caller['kind'], string | undefined>> = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  federated: 'FederatedUser',
  anonymous: 'Anonymous',
  service: undefined,
};

/** Condition keys that follow from the caller and the resource. */
function derived(key: string, { caller, resourceAccount }: PolicyRequest): string | undefined {
  const person = caller.kind !== 'service' && caller.kind !== 'anonymous';
  switch (key) {
    case 'aws:principalarn':
      // aws: for a role session this is the ARN of the role — developer guide "aws:PrincipalArn"
      return person ? (caller.roleArn ?? caller.arn) || undefined : undefined;
    case 'aws:principalaccount':
      return person ? caller.account : undefined;
    case 'aws:principaltype':
      return PRINCIPAL_TYPES[caller.kind];
    case 'aws:userid':
      return caller.kind === 'service' ? undefined : caller.kind === 'anonymous' ? 'anonymous' : caller.userId || undefined;
    case 'aws:username':
      return caller.userName;
    case 'aws:principalisawsservice':
      return caller.kind === 'service' ? 'true' : 'false';
    case 'aws:principalservicename':
      return caller.kind === 'service' ? caller.arn : undefined;
    case 'aws:tokenissuetime':
      return caller.sessionIssuedAt?.toISOString();
    case 'aws:multifactorauthpresent':
      // aws: present for temporary credentials only — developer guide "aws:MultiFactorAuthPresent"
      return caller.sessionIssuedAt ? String(caller.mfaAt !== undefined) : undefined;
    case 'aws:resourceaccount':
      return resourceAccount || undefined;
    case 'aws:sourceidentity':
      return caller.sourceIdentity;
    default:
      return key.startsWith(PRINCIPAL_TAG) ? tagOf(caller, key.slice(PRINCIPAL_TAG.length)) : undefined;
  }
}

const PRINCIPAL_TAG = 'aws:principaltag/';

/** aws: condition keys compare without case, the tag's key included — developer guide "aws:PrincipalTag" */
function tagOf(caller: Caller, name: string): string | undefined {
  const found = Object.entries(caller.tags ?? {}).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

export function questionOf(request: PolicyRequest): Question {
  return {
    request,
    action: request.action.toLowerCase(),
    values: (key) => request.context(key) ?? derived(key, request),
  };
}
