import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { A, REGION, type Said } from '../accounts/world.ts';
import { kmsArn as arn, b64, START, type Stand, stand } from './stand.ts';

// Sentences and shapes: recorded AWS answers, LocalStack tests/aws/services/kms/test_kms.snapshot.json, where nothing else is said.

const DAY = 86_400_000;
const NO_KEY = '134f2428-cec1-4b25-a1ae-9048164dba47';

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

describe('keys', () => {
  it('are described as AWS describes them', async () => {
    expect(key).toEqual({
      AWSAccountId: A,
      Arn: arn(`key/${key.KeyId}`),
      CreationDate: START / 1000,
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: name,
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    });
    await done('UpdateKeyDescription', { KeyId: key.KeyId, Description: 'new' });
    expect((await done('DescribeKey', { KeyId: key.Arn })).KeyMetadata.Description).toBe('new');
    const { Keys: first, NextMarker: more } = await done('ListKeys', { Limit: 1 });
    expect(first).toHaveLength(1);
    expect(more === undefined || (await done('ListKeys', { Marker: more })).Keys.length > 0).toBe(true);
    expect(await said('ListKeys', { Marker: 'x' })).toBe('InvalidMarkerException: ');
  });

  it('that are not there', async () => {
    expect(await said('DescribeKey', { KeyId: NO_KEY })).toBe(`NotFoundException: Key '${arn(`key/${NO_KEY}`)}' does not exist`);
    const KeyId = 'mrk-d3b95762d3b95762d3b95762d3b95762';
    expect(await said('DescribeKey', { KeyId })).toMatch(
      new RegExp(`^NotFoundException: Key 'arn:.*:key/${KeyId}' does not exist$`),
    );
    expect(await said('DescribeKey', { KeyId: 'mrk-fake-key-id' })).toBe("NotFoundException: Invalid keyId 'mrk-fake-key-id'");
    expect(await said('DescribeKey', { KeyId: 'fake-key-id' })).toBe("NotFoundException: Invalid keyId 'fake-key-id'");
    expect(await said('DescribeKey', { KeyId: arn(`key/${NO_KEY}`, A, 'eu-west-1') })).toBe(
      'NotFoundException: Invalid arn eu-west-1',
    );
    expect(await said('EnableKey', { KeyId: 'alias/x' })).toBe(`NotFoundException: Alias ${arn('alias/x')} is not found.`);
  });

  it('of other kinds are refused, not pretended', async () => {
    for (const input of [{ KeySpec: 'RSA_2048' }, { KeyUsage: 'SIGN_VERIFY' }, { Origin: 'EXTERNAL' }, { MultiRegion: true }]) {
      expect(await said('CreateKey', input)).toMatch(/^UnsupportedOperationException: .* is not supported by Millrace yet\.$/);
    }
  });

  it('are disabled, and deleted after a time in which one may think better of it', async () => {
    const sealed = (await done('Encrypt', { KeyId: key.KeyId, Plaintext: b64('x') })).CiphertextBlob;
    await done('DisableKey', { KeyId: key.KeyId });
    expect(await said('Encrypt', { KeyId: key.KeyId, Plaintext: b64('x') })).toBe(`DisabledException: ${key.Arn} is disabled.`);
    expect(await said('Decrypt', { CiphertextBlob: sealed })).toBe(`DisabledException: ${key.Arn} is disabled.`);
    await done('EnableKey', { KeyId: key.KeyId });
    expect(await said('ScheduleKeyDeletion', { KeyId: key.KeyId, PendingWindowInDays: 31 })).toContain(
      'less than or equal to 30',
    );
    expect(await said('CancelKeyDeletion', { KeyId: key.KeyId })).toBe(
      `KMSInvalidStateException: ${key.Arn} is not pending deletion.`,
    );
    const soon = { KeyId: key.KeyId, PendingWindowInDays: 7 };
    expect(await done('ScheduleKeyDeletion', soon)).toEqual({
      KeyId: key.Arn,
      DeletionDate: (on.clock.millis() + 7 * DAY) / 1000,
      KeyState: 'PendingDeletion',
      PendingWindowInDays: 7,
    });
    expect(await said('Decrypt', { CiphertextBlob: sealed })).toBe(`KMSInvalidStateException: ${key.Arn} is pending deletion.`);
    await done('CancelKeyDeletion', { KeyId: key.KeyId });
    expect((await done('DescribeKey', { KeyId: key.KeyId })).KeyMetadata.KeyState).toBe('Disabled');
    await done('ScheduleKeyDeletion', soon);
    await done('CreateAlias', { AliasName: `alias/${name}`, TargetKeyId: (await done('CreateKey')).KeyMetadata.KeyId });
    await on.clock.advance(7 * DAY);
    expect(await said('DescribeKey', { KeyId: key.KeyId })).toBe(`NotFoundException: Key '${key.Arn}' does not exist`);
    expect(await said('Decrypt', { CiphertextBlob: sealed })).toBe('InvalidCiphertextException: ');
  });

  it('have tags', async () => {
    const tags = (...keys: string[]) => keys.map((each) => ({ TagKey: each, TagValue: `value-${each}` }));
    await done('TagResource', { KeyId: key.KeyId, Tags: tags('tag1', 'tag2', 'tag3') });
    await done('UntagResource', { KeyId: key.KeyId, TagKeys: ['tag2'] });
    expect((await done('ListResourceTags', { KeyId: key.KeyId })).Tags).toEqual(tags('tag1', 'tag3'));
    expect(await said('TagResource', { KeyId: key.KeyId, Tags: tags('a', 'a') })).toBe('TagException: Duplicate tag keys');
    expect(await said('CreateKey', { Tags: tags('AWS:x') })).toBe('TagException: Tags beginning with aws: are reserved');
    const many = tags(...Array.from({ length: 51 }, (_, i) => `k${i}`));
    expect(await said('CreateKey', { Tags: many })).toBe('TagException: Too many tags');
  });

  // — recorded, radkawar/stackd kms/rotation.json
  it('keep the period of their rotation until another is given, and tell none while they wait to be deleted', async () => {
    const KeyId = key.KeyId;
    const period = async () => (await done('GetKeyRotationStatus', { KeyId })).RotationPeriodInDays;
    await done('EnableKeyRotation', { KeyId, RotationPeriodInDays: 2560 });
    await done('EnableKeyRotation', { KeyId });
    expect(await period()).toBe(2560);
    await done('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    expect(await done('GetKeyRotationStatus', { KeyId })).toEqual({ KeyId: key.Arn, KeyRotationEnabled: false });
    await done('CancelKeyDeletion', { KeyId });
    await done('EnableKey', { KeyId });
    expect(await period()).toBe(2560);
    await done('DisableKeyRotation', { KeyId });
    await done('EnableKeyRotation', { KeyId });
    expect(await period()).toBe(365);
  });

  it('rotate, by themselves and on demand, and still read what they wrote', async () => {
    const sealed = (await done('Encrypt', { KeyId: key.KeyId, Plaintext: b64('old') })).CiphertextBlob;
    await done('EnableKeyRotation', { KeyId: key.KeyId, RotationPeriodInDays: 90 });
    const now = on.clock.millis();
    expect(await done('GetKeyRotationStatus', { KeyId: key.KeyId })).toEqual({
      KeyId: key.Arn,
      KeyRotationEnabled: true,
      NextRotationDate: (now + 90 * DAY) / 1000,
      RotationPeriodInDays: 90,
    });
    await on.clock.advance(91 * DAY);
    await done('Encrypt', { KeyId: key.KeyId, Plaintext: b64('new') });
    for (let i = 0; i < 10; i++) expect(await done('RotateKeyOnDemand', { KeyId: key.KeyId })).toEqual({ KeyId: key.Arn });
    expect(await said('RotateKeyOnDemand', { KeyId: key.KeyId })).toBe(
      `LimitExceededException: The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${key.Arn}`,
    );
    const { Rotations: rotations } = await done('ListKeyRotations', { KeyId: key.KeyId });
    expect(rotations.map((each: Said) => each.RotationType)).toEqual(['AUTOMATIC', ...Array(10).fill('ON_DEMAND')]);
    expect(new Set(rotations.map((each: Said) => each.KeyId))).toEqual(new Set([key.Arn]));
    await done('DisableKeyRotation', { KeyId: key.KeyId });
    expect(await done('GetKeyRotationStatus', { KeyId: key.KeyId })).toEqual({ KeyId: key.Arn, KeyRotationEnabled: false });
    const { Plaintext: plain, KeyMaterialId: material } = await done('Decrypt', { CiphertextBlob: sealed });
    expect([plain, material]).toEqual([b64('old'), key.CurrentKeyMaterialId]);
  });
});

describe('encryption', () => {
  it('is bound to its context', async () => {
    const EncryptionContext = { a: '1', b: '2' };
    const answer = await done('Encrypt', { KeyId: key.KeyId, Plaintext: b64('hello'), EncryptionContext });
    expect(answer).toEqual({ CiphertextBlob: expect.any(String), KeyId: key.Arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    const { CiphertextBlob } = answer;
    expect(Buffer.from(CiphertextBlob, 'base64').toString('latin1')).not.toContain('hello');
    expect(await done('Decrypt', { CiphertextBlob, EncryptionContext: { b: '2', a: '1' } })).toEqual({
      KeyId: key.Arn,
      Plaintext: b64('hello'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: key.CurrentKeyMaterialId,
    });
    expect(await said('Decrypt', { CiphertextBlob })).toBe('InvalidCiphertextException: ');
    expect(await said('Decrypt', { CiphertextBlob: b64('nonsense') })).toBe('InvalidCiphertextException: ');
    const other = (await done('CreateKey')).KeyMetadata.KeyId;
    expect(await said('Decrypt', { CiphertextBlob, EncryptionContext, KeyId: other })).toBe(
      'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.',
    );
    expect(await said('Encrypt', { KeyId: key.KeyId, Plaintext: b64('x'), DryRun: true })).toBe(
      'DryRunOperationException: The request would have succeeded, but the DryRun option is set.',
    );
    expect(await said('Encrypt', { KeyId: key.KeyId, Plaintext: Buffer.alloc(4097).toString('base64') })).toBe(
      "ValidationException: 1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    );
  });

  it('moves to another key', async () => {
    const other = (await done('CreateKey')).KeyMetadata;
    const { CiphertextBlob } = await done('Encrypt', { KeyId: key.KeyId, Plaintext: b64('hello') });
    const moved = await done('ReEncrypt', {
      CiphertextBlob,
      DestinationKeyId: other.KeyId,
      DestinationEncryptionContext: { c: '3' },
    });
    expect(moved).toMatchObject({ SourceKeyId: key.Arn, KeyId: other.Arn });
    const again = await done('Decrypt', { CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { c: '3' } });
    expect([again.KeyId, again.Plaintext]).toEqual([other.Arn, b64('hello')]);
  });

  it('makes data keys', async () => {
    const { Plaintext, CiphertextBlob, KeyId } = await done('GenerateDataKey', { KeyId: key.KeyId, KeySpec: 'AES_256' });
    expect([Buffer.from(Plaintext, 'base64').length, KeyId]).toEqual([32, key.Arn]);
    expect((await done('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
    const without = await done('GenerateDataKeyWithoutPlaintext', { KeyId: key.KeyId, NumberOfBytes: 7 });
    expect(without.Plaintext).toBeUndefined();
    expect(Buffer.from((await done('Decrypt', { CiphertextBlob: without.CiphertextBlob })).Plaintext, 'base64')).toHaveLength(7);
    expect(await said('GenerateDataKey', { KeyId: key.KeyId })).toBe(
      'ValidationException: Please specify either number of bytes or key spec.',
    );
    expect(Buffer.from((await done('GenerateRandom', { NumberOfBytes: 12 })).Plaintext, 'base64')).toHaveLength(12);
    expect(await said('GenerateRandom')).toBe('ValidationException: NumberOfBytes is required.');
  });
});

describe('aliases', () => {
  it('stand for a key', async () => {
    const AliasName = `alias/${name}`;
    await done('CreateAlias', { AliasName, TargetKeyId: key.KeyId });
    expect((await done('DescribeKey', { KeyId: AliasName })).KeyMetadata.KeyId).toBe(key.KeyId);
    expect((await done('DescribeKey', { KeyId: arn(AliasName) })).KeyMetadata.KeyId).toBe(key.KeyId);
    expect(await said('CreateAlias', { AliasName, TargetKeyId: key.KeyId })).toBe(
      `AlreadyExistsException: An alias with the name ${arn(AliasName)} already exists`,
    );
    const other = (await done('CreateKey')).KeyMetadata.KeyId;
    await done('UpdateAlias', { AliasName, TargetKeyId: other });
    expect((await done('ListAliases', { KeyId: other })).Aliases).toMatchObject([
      { AliasName, AliasArn: arn(AliasName), TargetKeyId: other },
    ]);
    await done('DeleteAlias', { AliasName });
    expect(await said('DeleteAlias', { AliasName })).toBe(`NotFoundException: Alias ${arn(AliasName)} is not found.`);
  });

  it('do not stand for a key that is to be looked after', async () => {
    const KeyId = `alias/${name}`;
    await done('CreateAlias', { AliasName: KeyId, TargetKeyId: key.KeyId });
    const grant = { GranteePrincipal: `arn:aws:iam::${A}:root`, Operations: ['Encrypt'] };
    // — recorded of the first five, radkawar/stackd kms/rotation.json; of GetKeyPolicy and CreateGrant in public reports
    for (const [operation, more] of [
      ['GetKeyRotationStatus', {}],
      ['ListKeyRotations', {}],
      ['EnableKeyRotation', {}],
      ['DisableKeyRotation', {}],
      ['RotateKeyOnDemand', {}],
      ['GetKeyPolicy', {}],
      ['CreateGrant', grant],
      ['ListGrants', {}],
    ] as const)
      expect(await said(operation, { KeyId, ...more }), operation).toBe(
        'InvalidArnException: Key Aliases are not supported for this operation.',
      );
    expect(await said('CreateAlias', { AliasName: `${KeyId}-2`, TargetKeyId: KeyId })).toMatch(/^NotFoundException/);
  });

  it('have names of a form', async () => {
    const create = (AliasName: string) => said('CreateAlias', { AliasName, TargetKeyId: key.KeyId });
    expect(await create('x')).toBe(
      'ValidationException: Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
    expect(await create('alias/aws/x')).toBe('NotAuthorizedException: ');
    expect(await create('alias/a:b')).toBe('InvalidAliasNameException: alias/a:b contains invalid characters for an alias');
  });

  it('of AWS come into being when they are asked for, and are used through their service only', async () => {
    const { KeyMetadata: managed } = await done('DescribeKey', { KeyId: 'alias/aws/s3' });
    expect(managed).toMatchObject({ KeyManager: 'AWS', Enabled: true });
    expect((await done('DescribeKey', { KeyId: 'alias/aws/s3' })).KeyMetadata.KeyId).toBe(managed.KeyId);
    const denied = /^AccessDeniedException: User: .*:root is not authorized to perform: kms:/;
    expect(await said('Encrypt', { KeyId: 'alias/aws/s3', Plaintext: b64('x') })).toMatch(denied);
    expect(await said('ScheduleKeyDeletion', { KeyId: managed.KeyId })).toMatch(denied);
    const scope = { partition: 'aws', account: A, region: REGION };
    const context = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };
    const generate = on.here.gateway.invoke(
      'kms',
      'GenerateDataKey',
      { KeyId: 'alias/aws/s3', KeySpec: 'AES_256' },
      { caller: on.here.root(A), scope, context },
    );
    await expect(generate).resolves.toMatchObject({ KeyId: managed.Arn });
  });
});

it('key material does not lie in the database', async () => {
  const { Plaintext } = await done('GenerateDataKey', { KeyId: key.KeyId, KeySpec: 'AES_256' });
  const rows = JSON.stringify(on.here.database.statement('SELECT * FROM kms_key').all());
  expect(rows).toContain(key.KeyId);
  expect(rows).not.toContain(Plaintext);
});
