import type { User } from '#api/iam';
import type { Call } from '#core';
import type { IamDeps } from './deps.ts';

const ACCOUNT = 'account';

/** The root user as GetUser shows it. aws: its name is the account's alias, where it has one — developer guide "GetUser" */
export function rootUser({ scope, caller }: Call, { store, clock }: IamDeps): User {
  const rows = store.in(scope).account;
  const known = rows.get(ACCOUNT);
  const account = known ?? { createdAt: clock.millis() };
  if (!known) rows.put([ACCOUNT], account);
  return {
    Path: '/',
    UserName: account.alias ?? 'root',
    UserId: caller.account,
    Arn: caller.arn,
    CreateDate: new Date(account.createdAt),
  };
}
