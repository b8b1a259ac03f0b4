import { type Caller, parseArn } from '#core';

/** The `userIdentity` element. aws: its shapes — CloudTrail user guide, "userIdentity element" and recorded events */
export type UserIdentity = Readonly<Record<string, unknown>>;

export function identityOf(caller: Caller, invokedBy: string | undefined): UserIdentity {
  const { kind, account, arn, userId, accessKeyId, userName } = caller;
  if (kind === 'service') return { type: 'AWSService', invokedBy: arn };
  // aws: — recorded events of anonymous S3 requests
  if (kind === 'anonymous') return { type: 'AWSAccount', principalId: '', accountId: 'anonymous' };
  return {
    type: TYPES[kind],
    principalId: userId,
    arn,
    accountId: account,
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(kind === 'user' && userName !== undefined && { userName }),
    ...(caller.sessionIssuedAt && { sessionContext: sessionOf(caller, caller.sessionIssuedAt) }),
    ...(invokedBy !== undefined && { invokedBy }),
  };
}

const TYPES = { root: 'Root', user: 'IAMUser', role: 'AssumedRole', federated: 'FederatedUser' } as const;

/** Who acted, in the words of LookupEvents. aws: a role session goes by its session's name — recorded answers */
export function userNameOf({ kind, arn, userName }: Caller): string | undefined {
  if (kind === 'root') return 'root';
  if (kind === 'role') return arn.slice(arn.lastIndexOf('/') + 1);
  if (kind === 'federated') return arn.slice(arn.indexOf('/') + 1);
  return userName;
}

function sessionOf(caller: Caller, issuedAt: Date) {
  const { roleArn, account, sourceIdentity } = caller;
  return {
    ...(roleArn !== undefined && {
      sessionIssuer: {
        type: 'Role',
        principalId: caller.userId.split(':')[0],
        arn: roleArn,
        accountId: account,
        userName: parseArn(roleArn)?.resource.split('/').at(-1),
      },
    }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    attributes: { creationDate: `${issuedAt.toISOString().slice(0, 19)}Z`, mfaAuthenticated: 'false' },
  };
}
