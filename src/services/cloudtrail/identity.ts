import { type ApiCall, type Caller, parseArn } from '#core';

/** The `userIdentity` element. aws: its shapes — CloudTrail user guide, "userIdentity element" and recorded events */
export type UserIdentity = Readonly<Record<string, unknown>>;

export function identityOf(caller: Caller, invokedBy: string | undefined, call?: ApiCall): UserIdentity {
  const { kind, account, arn, userId, accessKeyId, userName } = caller;
  const web = call && webIdentityOf(call);
  if (web) return web;
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

/** A caller as another account is told of him. aws: without his name — IAM User Guide, example of a cross-account AssumeRole */
export const identitySeenBy = ({ userId, account }: Caller): UserIdentity => ({
  type: 'AWSAccount',
  principalId: userId,
  accountId: account,
});

/** aws: whoever shows a token is who it says he is — IAM User Guide, example of AssumeRoleWithWebIdentity */
function webIdentityOf({ operation, output }: ApiCall): UserIdentity | undefined {
  if (operation !== 'AssumeRoleWithWebIdentity') return undefined;
  const { Provider, Audience, SubjectFromWebIdentityToken: subject } = (output ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof Provider !== 'string' || typeof subject !== 'string') return undefined;
  const identityProvider = Provider.replace(/^https?:\/\//, '');
  return {
    type: 'WebIdentityUser',
    principalId: `${identityProvider}:${Audience}:${subject}`,
    userName: subject,
    identityProvider,
  };
}

const TYPES = { root: 'Root', user: 'IAMUser', role: 'AssumedRole', federated: 'FederatedUser' } as const;

/** Who acted, in the words of LookupEvents. aws: a role session goes by its session's name — recorded answers */
export function userNameOf({ kind, arn, userName }: Caller, call?: ApiCall): string | undefined {
  const web = call && webIdentityOf(call);
  if (web) return String(web['userName']);
  if (kind === 'root') return 'root';
  if (kind === 'role') return arn.slice(arn.lastIndexOf('/') + 1);
  if (kind === 'federated') return arn.slice(arn.indexOf('/') + 1);
  return userName;
}

function sessionOf(caller: Caller, issuedAt: Date) {
  const { roleArn, account, sourceIdentity, federatedBy: by } = caller;
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
    // aws: — CloudTrail user guide, "userIdentity element", federated users
    ...(by && {
      sessionIssuer: {
        type: by.userName === undefined ? 'Root' : 'IAMUser',
        principalId: by.userId,
        arn: by.arn,
        accountId: account,
        ...(by.userName !== undefined && { userName: by.userName }),
      },
    }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    attributes: { creationDate: `${issuedAt.toISOString().slice(0, 19)}Z`, mfaAuthenticated: String(caller.mfaAt !== undefined) },
  };
}
