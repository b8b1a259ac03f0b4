import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RootKeyFacts } from '#services/iam';
import { A, B, document, type Said } from '../accounts/world.ts';
import { type Stand, secretArn, stand } from './stand.ts';

const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const GET = 'secretsmanager:GetSecretValue';

let on: Stand;
let run = 0;
let name: string;
let made: Said;
const done: Stand['done'] = (...asked) => on.done(...asked);
const said: Stand['said'] = (...asked) => on.said(...asked);

beforeAll(async () => {
  on = await stand();
});
afterAll(() => on.here.close());
beforeEach(async () => {
  name = `p${run++}`;
  made = await done('CreateSecret', { Name: name, SecretString: 'x', Tags: [{ Key: 'team', Value: 'blue' }] });
});

describe('policies of identities', () => {
  it('name secrets with the six characters of their ARNs, or question marks for them', async () => {
    const eve = await on.user(A, name, allow(GET, secretArn(`${name}-??????`)));
    for (const SecretId of [name, made.ARN, made.ARN.slice(0, -7)])
      expect(await said('GetSecretValue', { SecretId }, eve.key)).toBe('done');
    // — observed: the secret is quoted as it was named; public issue reports of clients
    const denied = (operation: string, what: string) =>
      `AccessDeniedException: User: ${eve.arn} is not authorized to perform: secretsmanager:${operation} on resource: ${what} because no identity-based policy allows the secretsmanager:${operation} action`;
    expect(await said('DescribeSecret', { SecretId: name }, eve.key)).toBe(denied('DescribeSecret', name));
    expect(await said('GetSecretValue', { SecretId: 'nobody' }, eve.key)).toBe(denied('GetSecretValue', 'nobody'));
    expect(await said('ListSecrets', {}, eve.key)).toBe(
      `AccessDeniedException: User: ${eve.arn} is not authorized to perform: secretsmanager:ListSecrets because no identity-based policy allows the secretsmanager:ListSecrets action`,
    );
    const exact = await on.user(A, `${name}-exact`, allow(GET, secretArn(name)));
    expect(await said('GetSecretValue', { SecretId: name }, exact.key)).toMatch(/^AccessDenied/);
  });

  it('ask about labels, names and tags', async () => {
    const may = async (statement: object, operation: string, input: object) => {
      const eve = await on.user(A, `${name}-${run++}`, statement);
      return (await said(operation, input, eve.key)).replace(/Exception.*/, '');
    };
    const when = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } });
    const current = allow(GET, '*', when('secretsmanager:VersionStage', 'AWSCURRENT'));
    expect(await may(current, 'GetSecretValue', { SecretId: name, VersionStage: 'AWSCURRENT' })).toBe('done');
    expect(await may(current, 'GetSecretValue', { SecretId: name })).toBe('AccessDenied');
    const bySecret = allow(GET, '*', when('secretsmanager:SecretId', name));
    expect(await may(bySecret, 'GetSecretValue', { SecretId: name })).toBe('done');
    for (const key of ['aws:ResourceTag/team', 'secretsmanager:ResourceTag/team']) {
      expect(await may(allow(GET, '*', when(key, 'blue')), 'GetSecretValue', { SecretId: name })).toBe('done');
      expect(await may(allow(GET, '*', when(key, 'red')), 'GetSecretValue', { SecretId: name })).toBe('AccessDenied');
    }
    const create = ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'];
    const wanted = () => ({ Name: `${name}-${run++}`, SecretString: 'x', Tags: [{ Key: 'team', Value: 'red' }] });
    expect(await may(allow(create, '*', when('aws:RequestTag/team', 'red')), 'CreateSecret', wanted())).toBe('done');
    expect(await may(allow(create, '*', when('aws:RequestTag/team', 'blue')), 'CreateSecret', wanted())).toBe('AccessDenied');
    // — API reference, CreateSecret: with tags, tagging must be allowed, too
    expect(await may(allow('secretsmanager:CreateSecret'), 'CreateSecret', wanted())).toBe('AccessDenied');
    const named = allow(create, secretArn('app/*'), { Condition: { StringLike: { 'secretsmanager:Name': 'app/*' } } });
    expect(await may(named, 'CreateSecret', { Name: `app/${name}` })).toBe('done');
    expect(await may(named, 'CreateSecret', { Name: `other/${name}` })).toBe('AccessDenied');
    const keys = allow('secretsmanager:TagResource', '*', {
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
    });
    expect(await may(keys, 'TagResource', { SecretId: name, Tags: [{ Key: 'a', Value: '1' }] })).toBe('done');
    expect(await may(keys, 'TagResource', { SecretId: name, Tags: [{ Key: 'b', Value: '1' }] })).toBe('AccessDenied');
  });

  it('hold for each secret of a batch', async () => {
    const other = `${name}-other`;
    await done('CreateSecret', { Name: other, SecretString: 'y' });
    const eve = await on.user(A, name, allow('secretsmanager:BatchGetSecretValue'), allow(GET, made.ARN));
    const { SecretValues: values, Errors: errors } = await done('BatchGetSecretValue', { SecretIdList: [name, other] }, eve.key);
    expect([values.length, errors]).toEqual([
      1,
      [
        {
          SecretId: other,
          ErrorCode: 'AccessDeniedException',
          Message: expect.stringContaining(`on resource: ${other} because`),
        },
      ],
    ]);
    const filters = { Filters: [{ Key: 'name', Values: [name] }] };
    expect(await said('BatchGetSecretValue', filters, eve.key)).toContain('secretsmanager:ListSecrets');
  });
});

describe('policies of secrets', () => {
  const policy = (principal: string, Action: string, more: object = {}) =>
    document({ Effect: 'Allow', Principal: { AWS: principal }, Action, Resource: '*', ...more });

  it('let users of the account in, and keep even its root out', async () => {
    const eve = await on.user(A, name, allow('sts:GetCallerIdentity'));
    const put = { SecretId: name, ResourcePolicy: policy(eve.arn, GET) };
    const named = { ARN: made.ARN, Name: name };
    expect(await done('GetResourcePolicy', { SecretId: name })).toEqual({ ...named, PolicyName: 'default' });
    expect(await done('PutResourcePolicy', put)).toEqual({ ...named, PolicyName: 'default' });
    // the text as it was given — recorded, test_resource_policy
    expect((await done('GetResourcePolicy', { SecretId: name })).ResourcePolicy).toBe(put.ResourcePolicy);
    expect((await done('ListResourcePolicies', { SecretId: name })).ResourcePolicies).toEqual([{ PolicyName: 'default' }]);
    expect(await said('GetSecretValue', { SecretId: name }, eve.key)).toBe('done');
    const deny = document({ Effect: 'Deny', Principal: '*', Action: GET, Resource: '*' });
    await done('PutResourcePolicy', { SecretId: name, ResourcePolicy: deny });
    expect(await said('GetSecretValue', { SecretId: name })).toContain('with an explicit deny in a resource-based policy');
    await done('DeleteResourcePolicy', { SecretId: name });
    expect(await said('GetSecretValue', { SecretId: name }, eve.key)).toMatch(/^AccessDenied/);
    expect((await done('ListResourcePolicies', { SecretId: name })).ResourcePolicies).toEqual([]);
  });

  it('are refused where they are none, or let everybody in', async () => {
    const put = (ResourcePolicy: string, more: object = {}) =>
      said('PutResourcePolicy', { SecretId: name, ResourcePolicy, ...more });
    // — user guide "Attach a permissions policy to a secret", its messages
    const syntax = 'MalformedPolicyDocumentException: This resource policy contains a syntax error.';
    for (const bad of ['x', '{}', document(allow(GET)), policy(A, GET).replace('Allow', 'AllowSomething')])
      expect(await put(bad)).toBe(syntax);
    const everybody = document({ Effect: 'Allow', Principal: '*', Action: GET, Resource: '*' });
    expect(await put(everybody, { BlockPublicPolicy: true })).toBe(
      'PublicPolicyException: You can not attach a resource policy that grants Public access to your secret.',
    );
    expect(await put(everybody)).toBe('done');
    expect(await put(policy(A, GET), { PolicyName: 'other' })).toMatch(/^InvalidParameterException: /);
    expect(await said('GetResourcePolicy', { SecretId: name, PolicyName: 'other' })).toMatch(/^ResourceNotFoundException: /);
  });

  it('are checked before they are attached', async () => {
    const validate = (ResourcePolicy: string) => done('ValidateResourcePolicy', { SecretId: name, ResourcePolicy });
    expect(await validate(policy(A, GET))).toEqual({ PolicyValidationPassed: true, ValidationErrors: [] });
    const open = await validate(document({ Effect: 'Allow', Principal: '*', Action: GET, Resource: '*' }));
    // — recorded, radkawar/stackd secretsmanager/lifecycle.json
    expect(open).toEqual({
      PolicyValidationPassed: false,
      ValidationErrors: [
        {
          CheckName: 'BlockPublicPolicyCheck',
          ErrorMessage: 'You can not attach a resource policy that grants Public access to your secret.',
        },
      ],
    });
    const closed = await validate(document({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' }));
    expect(closed.ValidationErrors).toEqual([
      { CheckName: 'Lockout', ErrorMessage: 'Your requested changes will not allow you to manage this secret in the future.' },
    ]);
    expect((await done('GetResourcePolicy', { SecretId: name })).ResourcePolicy).toBeUndefined();
  });

  it('let another account in, by the whole ARN, and never under the default key', async () => {
    // LocalStack test_cross_account_access and test_cross_account_access_non_default_key, validated against AWS
    const bob = await on.user(B, name, allow(['secretsmanager:*', 'kms:*']));
    await done('PutResourcePolicy', { SecretId: name, ResourcePolicy: policy(bob.arn, 'secretsmanager:*') });
    expect((await done('DescribeSecret', { SecretId: made.ARN }, bob.key)).ARN).toBe(made.ARN);
    const foreign =
      "InvalidRequestException: You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.";
    expect(await said('GetSecretValue', { SecretId: made.ARN }, bob.key)).toBe(foreign);
    expect(await said('PutSecretValue', { SecretId: made.ARN, SecretString: 'new' }, bob.key)).toBe(foreign);
    expect(await said('GetSecretValue', { SecretId: name }, bob.key)).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    );
    expect((await done('ListSecrets', {}, bob.key)).SecretList).toEqual([]);
    const stranger = await on.user(B, `${name}-stranger`, allow('*'));
    expect(await said('GetSecretValue', { SecretId: made.ARN.slice(0, -7) }, stranger.key)).toBe(
      `AccessDeniedException: User: ${stranger.arn} is not authorized to perform: ${GET} on resource: ${made.ARN.slice(0, -7)} because no resource-based policy allows the ${GET} action`,
    );

    const { KeyMetadata: key } = await on.kms('CreateKey', {
      Policy: document(
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${A}:root` }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Allow', Principal: { AWS: bob.arn }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' },
      ),
    });
    await done('UpdateSecret', { SecretId: name, KmsKeyId: key.KeyId });
    expect((await done('GetSecretValue', { SecretId: made.ARN }, bob.key)).SecretString).toBe('x');
    await done('PutSecretValue', { SecretId: made.ARN, SecretString: 'new' }, bob.key);
    expect((await done('GetSecretValue', { SecretId: name })).SecretString).toBe('new');
  });
});

describe('keys', () => {
  const kms = (Action: string[], more: object) => allow(Action, '*', more);
  let key: Said;
  beforeEach(async () => {
    key = (await on.kms('CreateKey')).KeyMetadata;
  });

  it('of one’s own must be the caller’s to use, through this service, for this secret', async () => {
    const own = `${name}-own`;
    const root = await done('CreateSecret', { Name: own, SecretString: 'x', KmsKeyId: key.Arn });
    expect(await done('DescribeSecret', { SecretId: own })).toMatchObject({ KmsKeyId: key.Arn });
    expect((await done('ListSecretVersionIds', { SecretId: own })).Versions[0].KmsKeyIds).toEqual([key.Arn]);
    const read = async (...statements: object[]) => {
      const eve = await on.user(A, `${name}-${run++}`, allow('secretsmanager:*'), ...statements);
      return [await said('GetSecretValue', { SecretId: own }, eve.key), eve.key] as const;
    };
    // — observed, as public issue reports quote it
    const refused = 'AccessDeniedException: Access to KMS is not allowed';
    expect((await read())[0]).toBe(refused);
    const via = (service: string) => ({ StringEquals: { 'kms:ViaService': `${service}.us-east-1.amazonaws.com` } });
    expect((await read(kms(['kms:Decrypt'], { Condition: via('secretsmanager') })))[0]).toBe('done');
    expect((await read(kms(['kms:Decrypt'], { Condition: via('s3') })))[0]).toBe(refused);
    const bound = (arn: string, version: string) => ({
      StringEquals: { 'kms:EncryptionContext:SecretARN': arn, 'kms:EncryptionContext:SecretVersionId': version },
    });
    const [answer, reader] = await read(kms(['kms:Decrypt'], { Condition: bound(root.ARN, root.VersionId) }));
    expect(answer).toBe('done');
    expect((await read(kms(['kms:Decrypt'], { Condition: bound(made.ARN, root.VersionId) })))[0]).toBe(refused);
    // writing takes kms:GenerateDataKey; so does the choice of a key without a value
    expect(await said('PutSecretValue', { SecretId: own, SecretString: 'y' }, reader)).toBe(refused);
    expect(await said('CreateSecret', { Name: `${name}-e`, KmsKeyId: key.Arn }, reader)).toBe(refused);
    await on.kms('DisableKey', { KeyId: key.KeyId });
    expect(await said('GetSecretValue', { SecretId: own })).toMatch(/^DecryptionFailure: /);
    expect(await said('PutSecretValue', { SecretId: own, SecretString: 'y' })).toMatch(/^EncryptionFailure: /);
  });

  it('can be changed: what is current, previous or pending moves along, where the caller may encrypt', async () => {
    const v1 = made.VersionId;
    for (const SecretString of ['b', 'c']) await done('PutSecretValue', { SecretId: name, SecretString });
    await on.kms('CreateAlias', { AliasName: `alias/${name}`, TargetKeyId: key.KeyId });
    await done('UpdateSecret', { SecretId: name, KmsKeyId: `alias/${name}` });
    const keys = async () =>
      (await done('ListSecretVersionIds', { SecretId: name, IncludeDeprecated: true })).Versions.map(
        (each: Said) => each.KmsKeyIds[0],
      );
    expect(await keys()).toEqual(['DefaultEncryptionKey', key.Arn, key.Arn]);
    const read = async (more = {}) => (await done('GetSecretValue', { SecretId: name, ...more })).SecretString;
    expect([await read(), await read({ VersionStage: 'AWSPREVIOUS' }), await read({ VersionId: v1 })]).toEqual(['c', 'b', 'x']);
    expect((await done('DescribeSecret', { SecretId: name })).KmsKeyId).toBe(`alias/${name}`);
    await done('UpdateSecret', { SecretId: name, KmsKeyId: '' });
    expect(await keys()).toEqual(Array(3).fill('DefaultEncryptionKey'));
    expect((await done('DescribeSecret', { SecretId: name })).KmsKeyId).toBeUndefined();
    // — API reference, UpdateSecret: without kms:Encrypt on the new key, the versions there are stay under the old one
    const eve = await on.user(A, name, allow('secretsmanager:*'), kms(['kms:GenerateDataKey', 'kms:Decrypt'], {}));
    await done('UpdateSecret', { SecretId: name, KmsKeyId: key.Arn, SecretString: 'd' }, eve.key);
    expect((await keys()).slice(1)).toEqual(['DefaultEncryptionKey', 'DefaultEncryptionKey', key.Arn]);
    expect([await read(), await read({ VersionStage: 'AWSPREVIOUS' })]).toEqual(['d', 'c']);
  });

  it('of AWS are everybody’s in the account, through this service alone', async () => {
    const eve = await on.user(A, name, allow('secretsmanager:*'));
    expect(await said('GetSecretValue', { SecretId: name }, eve.key)).toBe('done');
    const { refusal } = await on.here.json('kms', on.here.accounts.rootKey(A) as RootKeyFacts, 'Encrypt', {
      KeyId: 'alias/aws/secretsmanager',
      Plaintext: 'eA==',
    });
    expect(refusal).toMatch(/^AccessDeniedException/);
  });
});

it('the audit trail tells of everything but the values', async () => {
  const SecretString = 'nobody-reads-this';
  await done('PutSecretValue', { SecretId: name, SecretString });
  await done('GetSecretValue', { SecretId: name, VersionStage: 'AWSCURRENT' });
  await done('BatchGetSecretValue', { SecretIdList: [name, 'nobody'] });
  const boss = on.here.as(on.here.root(A));
  const events = async () => {
    const { Events: all = [] } = await boss('cloudtrail', 'LookupEvents', {
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name }],
    });
    return all.map((each: Said) => JSON.parse(each.CloudTrailEvent));
  };
  await on.clock.advance(60_000);
  await expect.poll(async () => (await events()).length, { timeout: 5000 }).toBeGreaterThanOrEqual(3);
  const seen = await events();
  const of = (operation: string) => seen.find((each: Said) => each.eventName === operation);
  expect(of('GetSecretValue')).toMatchObject({
    eventSource: 'secretsmanager.amazonaws.com',
    readOnly: true,
    requestParameters: { secretId: name, versionStage: 'AWSCURRENT' },
    responseElements: null,
  });
  expect(of('PutSecretValue').requestParameters).toEqual({ secretId: name, clientRequestToken: expect.any(String) });
  expect(of('CreateSecret').responseElements).toEqual({ arn: made.ARN, name, versionId: made.VersionId });
  const { Events: everything } = await boss('cloudtrail', 'LookupEvents', {});
  expect(JSON.stringify(everything)).not.toContain(SecretString);
  const singles = everything
    .map((each: Said) => JSON.parse(each.CloudTrailEvent))
    .filter((each: Said) => each.eventName === 'GetSecretValue' && each.requestParameters.versionStage === undefined);
  const batch = everything.find((each: Said) => each.EventName === 'BatchGetSecretValue');
  const { requestID } = JSON.parse(batch.CloudTrailEvent);
  const ofBatch = singles.filter((each: Said) => each.requestID === requestID);
  expect(ofBatch.map((each: Said) => [each.requestParameters.secretId, each.errorCode]).sort()).toEqual([
    [made.ARN, undefined],
    ['nobody', 'ResourceNotFoundException'],
  ]);
  const unwrapped = everything.find((each: Said) => each.EventName === 'Decrypt');
  expect(JSON.parse(unwrapped.CloudTrailEvent)).toMatchObject({
    sourceIPAddress: 'secretsmanager.amazonaws.com',
    requestParameters: { encryptionContext: { SecretARN: made.ARN } },
  });
});
