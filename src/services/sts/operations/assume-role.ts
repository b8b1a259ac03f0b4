import type { AssumeRoleRequest } from '#api/sts';
import { type Access, type Call, type Caller, parseArn } from '#core';
import { issue } from '../credentials.ts';
import type { StsDeps, StsOperation } from '../deps.ts';
import {
  accessDenied,
  durationOverChain,
  durationOverRole,
  invalidArn,
  rootCannotAssume,
  sourceIdentityFixed,
} from '../errors.ts';
import { mfaContext, mfaOf } from '../mfa.ts';
import type { AssumableRole } from '../ports.ts';
import { sessionPolicies } from '../session-policies.ts';
import { sessionTags, tagContext } from '../session-tags.ts';

/** — model, AssumeRoleRequest.DurationSeconds */
const DEFAULT_SECONDS = 3600;
/** aws: role chaining limits a session to one hour — developer guide "Roles terms and concepts: role chaining" */
const CHAINED_SECONDS = 3600;

/** The role's trust policy is asked as its resource policy: for AssumeRole, and for what goes with it. */
function access(input: AssumeRoleRequest, _scope: unknown, caller: Caller): readonly Access[] {
  const role = parseArn(input.RoleArn);
  if (!role?.resource) throw invalidArn(input.RoleArn);
  if (caller.kind === 'root') throw rootCannotAssume();
  // aws: of STS's operations a federated user has GetCallerIdentity only — model, GetFederationToken
  if (caller.kind === 'federated') throw accessDenied({ caller, action: 'sts:AssumeRole', resource: input.RoleArn });
  const context = {
    'sts:RoleSessionName': input.RoleSessionName,
    'sts:ExternalId': input.ExternalId,
    'sts:SourceIdentity': input.SourceIdentity,
    ...tagContext(input),
    ...mfaContext(input),
  };
  const asked = (action: string): Access => ({ action, resource: input.RoleArn, resourceAccount: role.account, context });
  return [
    asked('sts:AssumeRole'),
    ...(input.Tags?.length || caller.transitiveTagKeys?.length ? [asked('sts:TagSession')] : []),
    ...(input.SourceIdentity === undefined && caller.sourceIdentity === undefined ? [] : [asked('sts:SetSourceIdentity')]),
  ];
}

function sessionSeconds(input: AssumeRoleRequest, caller: Caller, role: AssumableRole): number {
  const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
  if (caller.kind === 'role' && seconds > CHAINED_SECONDS) throw durationOverChain();
  if (seconds > role.maxSessionDuration) throw durationOverRole();
  return seconds;
}

function run(input: AssumeRoleRequest, { caller }: Call, deps: StsDeps) {
  const role = deps.principals.role(input.RoleArn);
  if (!role) throw accessDenied({ caller, action: 'sts:AssumeRole', resource: input.RoleArn });
  const sourceIdentity = input.SourceIdentity ?? caller.sourceIdentity;
  if (caller.sourceIdentity !== undefined && sourceIdentity !== caller.sourceIdentity) throw sourceIdentityFixed();
  const { partition = '', account = '' } = parseArn(role.arn) ?? {};
  const policies = sessionPolicies(input, { partition, account }, deps);
  const arn = `arn:${partition}:sts::${account}:assumed-role/${role.name}/${input.RoleSessionName}`;
  const seconds = sessionSeconds(input, caller, role);
  const tags = sessionTags(input, caller, role.tags);
  // the last of the checks: a code that was taken is gone. aws: the session knows nothing of it — IAM user guide, "Secure API access with MFA"
  mfaOf(input, caller, deps);
  const userId = `${role.id}:${input.RoleSessionName}`;
  const session: Caller = {
    kind: 'role',
    partition,
    account,
    arn,
    userId,
    roleArn: role.arn,
    ...tags,
    ...(policies === undefined ? {} : { sessionPolicies: policies }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
  return {
    Credentials: issue(session, seconds, deps),
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  };
}

export const assumeRole: StsOperation<'AssumeRole'> = { access, run };
