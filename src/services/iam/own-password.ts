import { parseArn, type Scope } from '#core';
import { ACCOUNT_ROW, type IamStore } from './store.ts';

/**
 * aws: where the account's password policy lets users change their passwords, each may call ChangePassword for himself and read that
 * policy; what denies it still does — IAM user guide, "Permit IAM users to change their own passwords". As a policy of the resource.
 */
export function ownPasswordPolicy(resource: string, scope: Pick<Scope, 'account'>, store: IamStore): string | undefined {
  const parsed = parseArn(resource);
  const ofUser = parsed?.account === scope.account && parsed.resource.startsWith('user/');
  if (resource !== '*' && !ofUser) return undefined;
  if (store.in(scope).account.get(ACCOUNT_ROW)?.passwordPolicy?.AllowUsersToChangePassword !== true) return undefined;
  const Condition = { StringEquals: { 'aws:PrincipalAccount': scope.account, 'aws:PrincipalType': 'User' } };
  const granted = ofUser
    ? { Principal: { AWS: resource }, Action: 'iam:ChangePassword' }
    : { Principal: '*', Action: 'iam:GetAccountPasswordPolicy' };
  return JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...granted, Resource: resource, Condition } });
}
