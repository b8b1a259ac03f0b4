import { compilePolicy, conditionsIn, evaluate } from '#auth';
import { type Caller, parseArn } from '#core';
import { issue } from '../credentials.ts';
import type { StsOperation } from '../deps.ts';
import { durationOverRole, incorrectAudience, invalidArn, noSuchProvider, notAuthorizedByToken } from '../errors.ts';
import { sessionPolicies } from '../session-policies.ts';
import { issuerClaim, verifiedToken } from '../web-identity.ts';

const ACTION = 'sts:AssumeRoleWithWebIdentity';
/** — model, AssumeRoleWithWebIdentityRequest.DurationSeconds */
const DEFAULT_SECONDS = 3600;

/** Nobody signs this request: the token says who asks, and the role's trust policy whether it may. */
export const assumeRoleWithWebIdentity: StsOperation<'AssumeRoleWithWebIdentity'> = {
  access: () => 'open',
  run: async (input, _call, deps) => {
    const named = parseArn(input.RoleArn);
    if (!named?.resource) throw invalidArn(input.RoleArn);
    const { partition, account } = named;
    const claimed = issuerClaim(input.WebIdentityToken);
    const provider = deps.principals.identityProvider(partition, account, claimed);
    if (!provider) throw noSuchProvider(claimed);
    const identity = await verifiedToken(input.WebIdentityToken, deps.issuerKeys, deps.clock);
    const client = identity.authorizedParty ?? identity.audience.find((each) => provider.clientIds.includes(each));
    if (client === undefined || !provider.clientIds.includes(client)) throw incorrectAudience();
    const role = deps.principals.role(input.RoleArn);
    const federated: Caller = { kind: 'federated', partition, account, arn: provider.arn, userId: identity.subject };
    // aws: keys by the issuer's name — IAM user guide, "Available keys for AWS OIDC federation"
    const context = {
      [`${provider.issuer.toLowerCase()}:sub`]: identity.subject,
      [`${provider.issuer.toLowerCase()}:aud`]: client,
      'sts:rolesessionname': input.RoleSessionName,
      'aws:currenttime': deps.clock.now().toISOString(),
    };
    const asked = {
      action: ACTION,
      resource: input.RoleArn,
      caller: federated,
      resourceAccount: account,
      context: conditionsIn(context),
    };
    const trusted = role && evaluate(asked, { identity: [], resource: compilePolicy(role.trustPolicy) }).allowed;
    if (!role || !trusted) throw notAuthorizedByToken();
    const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
    if (seconds > role.maxSessionDuration) throw durationOverRole();
    const policies = sessionPolicies(input, { partition, account }, deps);
    const arn = `arn:${partition}:sts::${account}:assumed-role/${role.name}/${input.RoleSessionName}`;
    const userId = `${role.id}:${input.RoleSessionName}`;
    const session: Caller = {
      kind: 'role',
      partition,
      account,
      arn,
      userId,
      roleArn: role.arn,
      ...(Object.keys(role.tags).length > 0 && { tags: role.tags }),
      ...(policies && { sessionPolicies: policies }),
    };
    return {
      Credentials: issue(session, seconds, deps),
      SubjectFromWebIdentityToken: identity.subject,
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
      Provider: identity.issuer,
      Audience: client,
    };
  },
};
