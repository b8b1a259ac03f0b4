import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RootKeyFacts } from '#services/iam';
import { A, B, document, type Said } from '../accounts/world.ts';
import { b64, type Stand, stand } from './stand.ts';

const ALL = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
const NOTHING = { Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' };
/** As a value it is no policy variable. */
const VARIABLE = `\${aws:username}`;

let on: Stand;
let run = 0;
let name: string;
let key: Said;
const done: Stand['done'] = (...asked) => on.done(...asked);
const said: Stand['said'] = (...asked) => on.said(...asked);

beforeAll(async () => {
  on = await stand();
});
afterAll(() => on.here.close());
beforeEach(async () => {
  name = `n${run++}`;
  key = (await done('CreateKey', { Description: name })).KeyMetadata;
});

describe('key policies', () => {
  const only = (principal: string, Action: string | string[], more: object = {}) => ({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action,
    Resource: '*',
    ...more,
  });
  const rootMay = only(`arn:aws:iam::${A}:root`, 'kms:*');

  it('leave it to the account by default', async () => {
    expect(JSON.parse((await done('GetKeyPolicy', { KeyId: key.KeyId })).Policy)).toEqual({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [{ Sid: 'Enable IAM User Permissions', ...rootMay }],
    });
    expect(await done('ListKeyPolicies', { KeyId: key.KeyId })).toEqual({ PolicyNames: ['default'], Truncated: false });
    const eve = await on.user(A, name, ALL);
    expect(await said('DescribeKey', { KeyId: key.KeyId }, eve.key)).toBe('done');
    expect(await said('GetKeyPolicy', { KeyId: key.KeyId, PolicyName: 'x' })).toMatch(/^NotFoundException: /);
  });

  it('decide, whatever the account allows', async () => {
    const eve = await on.user(A, name, ALL);
    await done('PutKeyPolicy', { KeyId: key.KeyId, Policy: document(only(on.here.root(A).arn, 'kms:PutKeyPolicy')) });
    expect(await said('DescribeKey', { KeyId: key.KeyId }, eve.key)).toBe(
      `AccessDeniedException: User: ${eve.arn} is not authorized to perform: kms:DescribeKey on resource: ${key.Arn} because no resource-based policy allows the kms:DescribeKey action`,
    );
    expect(await said('DescribeKey', { KeyId: key.KeyId })).toMatch(/^AccessDeniedException: User: .*:root /);
    await done('PutKeyPolicy', { KeyId: key.KeyId, Policy: document(rootMay, only(eve.arn, 'kms:DescribeKey')) });
    expect(await said('DescribeKey', { KeyId: key.KeyId }, eve.key)).toBe('done');
  });

  it('do not lock out who writes them, unless he says so', async () => {
    const Policy = document(only(`arn:aws:iam::${B}:root`, 'kms:*'));
    const lockout =
      'MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.';
    expect(await said('PutKeyPolicy', { KeyId: key.KeyId, Policy })).toBe(lockout);
    expect(await said('CreateKey', { Policy })).toBe(lockout);
    expect(await said('PutKeyPolicy', { KeyId: key.KeyId, Policy: '{}' })).toMatch(/^MalformedPolicyDocumentException: /);
    expect(await said('DescribeKey', { KeyId: key.KeyId })).toBe('done');
    await done('PutKeyPolicy', { KeyId: key.KeyId, Policy, BypassPolicyLockoutSafetyCheck: true });
    expect(await said('DescribeKey', { KeyId: key.KeyId })).toMatch(/^AccessDeniedException/);
  });

  it('let another account in, whose own policies must too', async () => {
    await done('PutKeyPolicy', { KeyId: key.KeyId, Policy: document(rootMay, only(B, ['kms:Encrypt', 'kms:Decrypt'])) });
    const bob = await on.user(B, name, { Effect: 'Allow', Action: 'kms:Encrypt', Resource: key.Arn });
    const { CiphertextBlob } = await done('Encrypt', { KeyId: key.Arn, Plaintext: b64('x') }, bob.key);
    expect(await said('Decrypt', { CiphertextBlob }, bob.key)).toContain(
      'because no identity-based policy allows the kms:Decrypt action',
    );
    expect(await said('Encrypt', { KeyId: key.KeyId, Plaintext: b64('x') }, bob.key)).toMatch(/^AccessDenied/);
    const boss = on.here.accounts.rootKey(B) as RootKeyFacts;
    expect((await done('Decrypt', { CiphertextBlob }, boss)).Plaintext).toBe(b64('x'));
    expect(await said('DisableKey', { KeyId: key.Arn }, boss)).toMatch(/^AccessDeniedException/);
  });

  it('may ask for an encryption context', async () => {
    const eve = await on.user(A, name, NOTHING);
    const Condition = { StringEquals: { 'kms:EncryptionContext:app': 'lab' } };
    await done('PutKeyPolicy', { KeyId: key.KeyId, Policy: document(rootMay, only(eve.arn, 'kms:Encrypt', { Condition })) });
    const encrypt = (EncryptionContext: object) =>
      said('Encrypt', { KeyId: key.KeyId, Plaintext: b64('x'), EncryptionContext }, eve.key);
    expect(await encrypt({ app: 'lab' })).toBe('done');
    expect(await encrypt({ app: 'other' })).toMatch(/^AccessDeniedException/);
  });

  // — recorded, radkawar/stackd kms/rotation.json: the usual period counts where none is given
  it('know the period of a rotation', async () => {
    const Condition = { NumericGreaterThan: { 'kms:RotationPeriodInDays': '100' } };
    const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:EnableKeyRotation', Resource: '*', Condition };
    await done('PutKeyPolicy', { KeyId: key.KeyId, Policy: document(rootMay, deny) });
    const enable = (more: object) => said('EnableKeyRotation', { KeyId: key.KeyId, ...more });
    expect(await enable({ RotationPeriodInDays: 90 })).toBe('done');
    expect(await enable({})).toMatch(/^AccessDeniedException/);
    expect(await enable({ RotationPeriodInDays: 180 })).toMatch(/^AccessDeniedException/);
  });
});

describe('grants', () => {
  it('let in whom they name, for what they name, until they end', async () => {
    const eve = await on.user(A, name, NOTHING);
    const wanted = {
      KeyId: key.KeyId,
      GranteePrincipal: eve.arn,
      RetiringPrincipal: eve.arn,
      Operations: ['Encrypt', 'DescribeKey'],
      Constraints: { EncryptionContextSubset: { app: VARIABLE } },
      Name: 'g',
    };
    const { GrantId, GrantToken } = await done('CreateGrant', wanted);
    expect((await done('CreateGrant', wanted)).GrantId).toBe(GrantId);
    const encrypt = (EncryptionContext?: object) =>
      said('Encrypt', { KeyId: key.KeyId, Plaintext: b64('x'), EncryptionContext }, eve.key);
    expect(await encrypt({ app: VARIABLE, more: '1' })).toBe('done');
    expect(await encrypt({ app: name })).toMatch(/^AccessDeniedException/);
    expect(await encrypt()).toMatch(/^AccessDeniedException/);
    expect(await said('DescribeKey', { KeyId: key.KeyId }, eve.key)).toBe('done');
    expect(await said('DisableKey', { KeyId: key.KeyId }, eve.key)).toMatch(/^AccessDeniedException/);
    expect((await done('ListGrants', { KeyId: key.KeyId })).Grants).toEqual([
      {
        KeyId: key.Arn,
        GrantId,
        Name: 'g',
        CreationDate: expect.any(Number),
        GranteePrincipal: eve.arn,
        RetiringPrincipal: eve.arn,
        IssuingAccount: `arn:aws:iam::${A}:root`,
        Operations: ['Encrypt', 'DescribeKey'],
        Constraints: wanted.Constraints,
      },
    ]);
    expect((await done('ListRetirableGrants', { RetiringPrincipal: eve.arn })).Grants).toHaveLength(1);
    expect(await said('ListRetirableGrants')).toBe('ValidationException: RetiringPrincipal is required.');
    expect(await said('CreateGrant', { KeyId: key.KeyId, Operations: ['Encrypt'] })).toBe(
      'ValidationException: GranteePrincipal is required.',
    );
    // — recorded of a role's session, radkawar/stackd kms/grants.json
    const nobody = `arn:aws:iam::${A}:role/nobody`;
    for (const more of [{ GranteePrincipal: nobody }, { RetiringPrincipal: nobody }])
      expect(await said('CreateGrant', { ...wanted, ...more })).toBe(
        `InvalidArnException: ARN does not refer to a valid principal: ${nobody}`,
      );
    await done('RetireGrant', { GrantToken }, eve.key);
    expect(await encrypt({ app: VARIABLE })).toMatch(/^AccessDeniedException/);
    expect(await said('RevokeGrant', { KeyId: key.KeyId, GrantId })).toBe(`NotFoundException: Grant ID ${GrantId} not found`);
    expect(await said('RetireGrant', { GrantToken: 'x' })).toBe('InvalidGrantTokenException: The grant token is invalid.');
  });
});
