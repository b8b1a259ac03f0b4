import { afterAll, beforeAll, expect, test } from 'vitest';
import { A, B, type Said, type World, world } from './world.ts';

let on: World;
let call: (service: string, operation: string, input?: object) => Promise<Said>;
const Bucket = 'principals';
beforeAll(async () => {
  on = await world();
  call = on.as(on.root(A));
  await call('s3', 'CreateBucket', { Bucket });
});
afterAll(() => on.close());

const trust = (account: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:root` } }],
  });
const policyOf = (AWS: string | string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${Bucket}`, Principal: { AWS } }],
  });
const put = (AWS: string | string[]): Promise<string> =>
  call('s3', 'PutBucketPolicy', { Bucket, Policy: policyOf(AWS) }).then(
    () => 'kept',
    (thrown: { code: string; message: string }) => `${thrown.code}: ${thrown.message}`,
  );
const told = async () => JSON.parse((await call('s3', 'GetBucketPolicy', { Bucket })).Policy).Statement[0].Principal.AWS;
const assumed = async (by: typeof call, RoleArn: string) => {
  const { Credentials } = await by('sts', 'AssumeRole', { RoleArn, RoleSessionName: 's' });
  return on.as(on.holder(Credentials.AccessKeyId, Credentials.SessionToken));
};
const mayList = (as: typeof call) =>
  as('s3', 'ListObjectsV2', { Bucket }).then(
    () => true,
    () => false,
  );

// aws: sentence — AWS re:Post, "How do I troubleshoot the 'Invalid principal in policy' error of an S3 bucket policy?"
const INVALID = 'MalformedPolicy: Invalid principal in policy';

test.each([
  `arn:aws:iam::${A}:user/nobody`,
  `arn:aws:iam::${B}:role/nobody`,
  'arn:aws:iam::999999999999:user/of-an-account-nobody-knows',
  `arn:aws:iam::${A}:group/g`,
  `arn:aws:iam::${A}:user/*`,
  'AIDAGONEGONEGONEGONE',
  'nonsense',
  '12345',
])('%s is nobody', async (arn) => {
  expect(await put(arn)).toBe(INVALID);
  expect(await put([`arn:aws:iam::${A}:root`, arn])).toBe(INVALID);
});

test.each([`arn:aws:iam::${B}:root`, A, 'arn:aws:iam::999999999999:root', `arn:aws:sts::${B}:assumed-role/r/s`])(
  '%s is believed',
  async (named) => {
    expect(await put(named)).toBe('kept');
    // aws: of an account S3 tells the root — recorded, radkawar/stackd s3/public_access_replay.json
    expect(await told()).toBe(named === A ? `arn:aws:iam::${A}:root` : named);
  },
);

test('a policy means who was there: the id is told of who is gone, and who comes later under the name gets nothing', async () => {
  const ofB = on.as(on.root(B));
  const { Role: role } = await ofB('iam', 'CreateRole', { RoleName: 'reader', AssumeRolePolicyDocument: trust(B) });
  const allow = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
  await ofB('iam', 'CreateUser', { UserName: 'caller' });
  await ofB('iam', 'PutUserPolicy', { UserName: 'caller', PolicyName: 'p', PolicyDocument: allow.replace('s3:*', 'sts:*') });
  const { AccessKey: key } = await ofB('iam', 'CreateAccessKey', { UserName: 'caller' });
  const caller = on.as(on.holder(key.AccessKeyId));
  const grant = () => ofB('iam', 'PutRolePolicy', { RoleName: 'reader', PolicyName: 'p', PolicyDocument: allow });
  await grant();
  const { User: user } = await call('iam', 'CreateUser', { UserName: 'u' });
  expect(await put([role.Arn, user.UserId])).toBe('kept');
  expect(await told()).toEqual([role.Arn, user.Arn]);
  expect(await mayList(await assumed(caller, role.Arn))).toBe(true);
  await ofB('iam', 'DeleteRolePolicy', { RoleName: 'reader', PolicyName: 'p' });
  await ofB('iam', 'DeleteRole', { RoleName: 'reader' });
  expect(await told()).toEqual([role.RoleId, user.Arn]);
  expect(await put(role.RoleId)).toBe(INVALID);
  await ofB('iam', 'CreateRole', { RoleName: 'reader', AssumeRolePolicyDocument: trust(B) });
  await grant();
  expect(await told()).toEqual([role.RoleId, user.Arn]);
  expect(await mayList(await assumed(caller, role.Arn))).toBe(false);
  expect(await put(role.Arn)).toBe('kept');
  expect(await mayList(await assumed(caller, role.Arn))).toBe(true);
});

const ON = {
  kinesis: {
    action: 'kinesis:ListShards',
    create: async () => {
      await call('kinesis', 'CreateStream', { StreamName: 'principals', ShardCount: 1 });
      return `arn:aws:kinesis:us-east-1:${A}:stream/principals`;
    },
    put: (ResourceARN: string, Policy: string) => call('kinesis', 'PutResourcePolicy', { ResourceARN, Policy }),
    get: async (ResourceARN: string) => (await call('kinesis', 'GetResourcePolicy', { ResourceARN })).Policy as string,
    use: (as: typeof call, StreamARN: string) => as('kinesis', 'ListShards', { StreamARN }),
    // the sentence is ours
    refusal: 'InvalidArgumentException: The policy is not valid: it names a principal that does not exist',
  },
  secretsmanager: {
    action: 'secretsmanager:DescribeSecret',
    create: async () => {
      const ClientRequestToken = 'principals-version-00000000000000000';
      return (await call('secretsmanager', 'CreateSecret', { Name: 'principals', SecretString: 's', ClientRequestToken }))
        .ARN as string;
    },
    put: (SecretId: string, ResourcePolicy: string) => call('secretsmanager', 'PutResourcePolicy', { SecretId, ResourcePolicy }),
    get: async (SecretId: string) => (await call('secretsmanager', 'GetResourcePolicy', { SecretId })).ResourcePolicy as string,
    use: (as: typeof call, SecretId: string) => as('secretsmanager', 'DescribeSecret', { SecretId }),
    // — AWS's answers to PutResourcePolicy, as issue reports of Terraform quote them
    refusal: 'MalformedPolicyDocumentException: This resource policy contains an unsupported principal.',
  },
};

test.each(Object.entries(ON))('so do those of %s', async (_service, on_) => {
  const { action, create, get, use, refusal } = on_;
  const resource = await create();
  const putFor = (AWS: string | string[]) => {
    const statement = { Effect: 'Allow', Action: action, Resource: resource, Principal: { AWS } };
    return on_.put(resource, JSON.stringify({ Version: '2012-10-17', Statement: [statement] })).then(
      () => 'kept',
      (thrown: { code: string; message: string }) => `${thrown.code}: ${thrown.message}`,
    );
  };
  const told = async () => JSON.parse(await get(resource)).Statement[0].Principal.AWS;
  const may = (as: typeof call) =>
    use(as, resource).then(
      () => true,
      () => false,
    );
  for (const nobody of [`arn:aws:iam::${A}:user/nobody`, `arn:aws:iam::${B}:role/nobody`, 'AIDAGONEGONEGONEGONE', 'nonsense'])
    expect(await putFor([A, nobody])).toBe(refusal);
  for (const believed of [A, `arn:aws:iam::${B}:root`, '999999999999']) {
    expect(await putFor(believed)).toBe('kept');
    expect(await told()).toBe(believed);
  }
  const UserName = `reader-of-${action.split(':')[0]}`;
  const user = async () => {
    const { User } = await call('iam', 'CreateUser', { UserName });
    const { AccessKey } = await call('iam', 'CreateAccessKey', { UserName });
    return { id: User.UserId, arn: User.Arn, as: on.as(on.holder(AccessKey.AccessKeyId)), AccessKeyId: AccessKey.AccessKeyId };
  };
  const first = await user();
  expect(await putFor(first.id)).toBe('kept');
  expect(await told()).toBe(first.arn);
  expect(await may(first.as)).toBe(true);
  await call('iam', 'DeleteAccessKey', { UserName, AccessKeyId: first.AccessKeyId });
  await call('iam', 'DeleteUser', { UserName });
  expect(await told()).toBe(first.id);
  const later = await user();
  expect(await may(later.as)).toBe(false);
  expect(await putFor(later.arn)).toBe('kept');
  expect(await may(later.as)).toBe(true);
});
