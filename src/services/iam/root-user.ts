import type { User } from '#api/iam';
import type { Call } from '#core';
import { accountRow } from './account.ts';
import type { IamDeps } from './deps.ts';

/** The root user as GetUser shows it. aws: its name is the account's alias, where it has one — developer guide "GetUser" */
export function rootUser(call: Call, deps: IamDeps): User {
  const { row } = accountRow(call, deps);
  return {
    Path: '/',
    UserName: row.alias ?? 'root',
    UserId: call.caller.account,
    Arn: call.caller.arn,
    CreateDate: new Date(row.createdAt),
  };
}
