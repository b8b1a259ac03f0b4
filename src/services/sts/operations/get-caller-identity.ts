import type { StsOperation } from '../deps.ts';

/** aws: no permission is needed, and an explicit deny does not matter — model, GetCallerIdentity */
export const getCallerIdentity: StsOperation<'GetCallerIdentity'> = {
  access: () => 'open',
  run: (_input, { caller }) => ({ UserId: caller.userId, Account: caller.account, Arn: caller.arn }),
};
