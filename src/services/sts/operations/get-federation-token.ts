import type { GetFederationTokenRequest } from '#api/sts';
import type { Access, Caller, Scope } from '#core';
import { issue } from '../credentials.ts';
import type { StsOperation } from '../deps.ts';
import { noSessionCredentials } from '../errors.ts';
import { sessionPolicies } from '../session-policies.ts';
import { sessionTags, tagContext } from '../session-tags.ts';

/** — model, GetFederationToken: twelve hours; a session of root gets one hour at most */
const DEFAULT_SECONDS = 43_200;
const ROOT_SECONDS = 3600;

const federatedArn = (name: string, { partition, account }: Pick<Caller, 'partition' | 'account'>) =>
  `arn:${partition}:sts::${account}:federated-user/${name}`;

/** aws: policies name the federated user — IAM user guide, "Permissions for GetFederationToken" */
function access(input: GetFederationTokenRequest, _scope: Scope, caller: Caller): readonly Access[] {
  if (caller.sessionIssuedAt) throw noSessionCredentials('GetFederationToken');
  const asked = (action: string): Access => ({ action, resource: federatedArn(input.Name, caller), context: tagContext(input) });
  return [asked('sts:GetFederationToken'), ...(input.Tags?.length ? [asked('sts:TagSession')] : [])];
}

export const getFederationToken: StsOperation<'GetFederationToken'> = {
  access,
  run: (input, { caller }, deps) => {
    const { kind, partition, account, userName } = caller;
    const policies = sessionPolicies(input, caller, deps);
    const userId = `${account}:${input.Name}`;
    const arn = federatedArn(input.Name, caller);
    const session: Caller = {
      kind: 'federated',
      partition,
      account,
      arn,
      userId,
      ...sessionTags(input, caller, caller.tags ?? {}),
      // aws: without a session policy the session has no permissions of its own — model, GetFederationTokenRequest.Policy
      sessionPolicies: policies ?? [],
      federatedBy: { arn: caller.arn, userId: caller.userId, ...(userName === undefined ? {} : { userName }) },
    };
    const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
    return {
      Credentials: issue(session, kind === 'root' ? Math.min(seconds, ROOT_SECONDS) : seconds, deps),
      FederatedUser: { FederatedUserId: userId, Arn: arn },
      // aws: recorded where there was nothing to pack — LocalStack test_sts.snapshot.json, test_get_federation_token
      ...(policies === undefined && !input.Tags?.length ? { PackedPolicySize: 0 } : {}),
    };
  },
};
