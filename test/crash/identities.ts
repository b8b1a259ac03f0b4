import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  paginateListRoles,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import { untilGone, type Witness } from './witness.ts';

const policy = (mark: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${mark}/*` }],
  });
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'kinesisanalytics.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

interface User {
  policy?: string | undefined;
  keys: string[];
}

/** Users with keys and policies, and roles, some taken away again. */
export function identitiesWitness(): Witness {
  const users = new Map<string, User>();
  const gone = new Set<string>();
  const roles = new Set<string>();
  let promises = 0;
  return {
    name: 'identities',
    get promises() {
      return promises;
    },
    async prepare() {},
    async write(reach, round) {
      const iam = new IAMClient(reach);
      const writer = (name: string) =>
        untilGone(async (turn) => {
          const UserName = `${name}-${round}-${turn}`;
          await iam.send(new CreateUserCommand({ UserName }));
          const user: User = { keys: [] };
          users.set(UserName, user);
          promises++;
          const mark = `bucket-${round}-${turn}`;
          await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: policy(mark) }));
          user.policy = policy(mark);
          promises++;
          const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
          user.keys.push(String(AccessKey?.AccessKeyId));
          promises++;
          await iam.send(new CreateRoleCommand({ RoleName: UserName, AssumeRolePolicyDocument: TRUST }));
          roles.add(UserName);
          promises++;
          const plain = `plain-${UserName}`;
          await iam.send(new CreateUserCommand({ UserName: plain }));
          await iam.send(new DeleteUserCommand({ UserName: plain }));
          gone.add(plain);
          promises++;
        });
      await Promise.all([writer('one'), writer('two')]);
    },
    async check(reach) {
      const iam = new IAMClient(reach);
      const there = new Set<string>();
      for await (const page of paginateListUsers({ client: iam }, {}))
        for (const user of page.Users ?? []) there.add(String(user.UserName));
      const rolesThere = new Set<string>();
      for await (const page of paginateListRoles({ client: iam }, {}))
        for (const role of page.Roles ?? []) rolesThere.add(String(role.RoleName));
      for (const name of roles) if (!rolesThere.has(name)) throw new Error(`role ${name} is lost`);
      for (const name of gone) if (there.has(name)) throw new Error(`user ${name} is back`);
      for (const [UserName, user] of users) {
        if (!there.has(UserName)) throw new Error(`user ${UserName} is lost`);
        if (user.policy !== undefined) {
          const { PolicyDocument = '' } = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName: 'p' }));
          if (decodeURIComponent(PolicyDocument) !== user.policy) throw new Error(`the policy of ${UserName} is another one`);
        }
        const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
        for (const key of user.keys) {
          if (!AccessKeyMetadata.some(({ AccessKeyId }) => AccessKeyId === key)) throw new Error(`key ${key} is lost`);
        }
      }
      await takeAway(iam);
    },
    doubt() {},
  };

  /** An account has room for so many only; and what is deleted must stay deleted. */
  async function takeAway(iam: IAMClient): Promise<void> {
    gone.clear();
    for (const [UserName, { policy: has, keys }] of users) {
      for (const AccessKeyId of keys) await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      if (has !== undefined) await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'p' }));
    }
    for (const UserName of users.keys()) {
      // what a request whose answer is missing has left on a user is in the way
      await iam.send(new DeleteUserCommand({ UserName })).then(
        () => gone.add(UserName),
        (failure: Error) => {
          if (failure.name !== 'DeleteConflictException') throw failure;
        },
      );
    }
    for (const RoleName of roles) await iam.send(new DeleteRoleCommand({ RoleName }));
    users.clear();
    roles.clear();
  }
}
