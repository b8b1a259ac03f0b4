import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Said } from '../accounts/world.ts';
import { b64, DAY, START, type Stand, secretArn, stand, token } from './stand.ts';

// Sentences and shapes: recorded AWS answers, LocalStack tests/aws/services/secretsmanager/test_secretsmanager.snapshot.json,
// where nothing else is said.

const NOT_FOUND = "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
const MARKED = "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.";

let on: Stand;
let run = 0;
let name: string;
const done: Stand['done'] = (...asked) => on.done(...asked);
const said: Stand['said'] = (...asked) => on.said(...asked);

beforeAll(async () => {
  on = await stand();
});
afterAll(() => on.here.close());
beforeEach(() => {
  name = `Valid/_+=.@-Name${run++}`;
});

describe('secrets', () => {
  it('are made, read and described as AWS does', async () => {
    const made = await done('CreateSecret', { Name: name, SecretString: 'my_secret', Description: 'Testing secret creation.' });
    expect(made).toEqual({
      ARN: expect.stringMatching(/-[A-Za-z0-9]{6}$/),
      Name: name,
      VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(made.ARN.slice(0, -7)).toBe(secretArn(name));
    const value = {
      ...made,
      SecretString: 'my_secret',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: START / 1000,
    };
    for (const SecretId of [name, made.ARN, made.ARN.slice(0, -7)])
      expect(await done('GetSecretValue', { SecretId })).toEqual(value);
    expect(await done('DescribeSecret', { SecretId: name })).toEqual({
      ARN: made.ARN,
      Name: name,
      Description: 'Testing secret creation.',
      CreatedDate: START / 1000,
      LastChangedDate: START / 1000,
      // the day alone
      LastAccessedDate: Date.UTC(2026, 0, 1) / 1000,
      VersionIdsToStages: { [made.VersionId]: ['AWSCURRENT'] },
    });
  });

  it('are bytes where bytes were given', async () => {
    const made = await done('CreateSecret', { Name: name, SecretBinary: b64('footest') });
    const { SecretBinary, SecretString } = await done('GetSecretValue', { SecretId: made.ARN });
    expect([SecretBinary, SecretString]).toEqual([b64('footest'), undefined]);
    await done('UpdateSecret', { SecretId: name, SecretBinary: Buffer.from([0xfe, 0xfd, 0]).toString('base64') });
    expect((await done('GetSecretValue', { SecretId: name })).SecretBinary).toBe(Buffer.from([0xfe, 0xfd, 0]).toString('base64'));
  });

  it('may be empty until they get a first value', async () => {
    const made = await done('CreateSecret', { Name: name, Description: '' });
    expect(made).toEqual({ ARN: made.ARN, Name: name });
    expect(await done('DescribeSecret', { SecretId: name })).toEqual({
      ...made,
      CreatedDate: START / 1000,
      LastChangedDate: START / 1000,
    });
    const version = token();
    const sentence = "ResourceNotFoundException: Secrets Manager can't find the specified secret value for";
    expect(await said('GetSecretValue', { SecretId: name })).toBe(`${sentence} staging label: AWSCURRENT`);
    expect(await said('GetSecretValue', { SecretId: name, VersionStage: 'AWSPENDING' })).toBe(
      `${sentence} staging label: AWSPENDING`,
    );
    expect(await said('GetSecretValue', { SecretId: name, VersionId: version })).toBe(`${sentence} VersionId: ${version}`);
    const put = await done('PutSecretValue', { SecretId: name, SecretString: 'x', VersionStages: ['MINE'] });
    // — API reference, PutSecretValue: the first version is current in any case
    expect(put.VersionStages).toEqual(['AWSCURRENT', 'MINE']);
  });

  it('that are not there, or not so called', async () => {
    for (const operation of ['GetSecretValue', 'ListSecretVersionIds', 'DescribeSecret'])
      expect(await said(operation, { SecretId: name })).toBe(NOT_FOUND);
    expect(await said('DescribeSecret', { SecretId: secretArn('x-abcdef', undefined, 'eu-west-1') })).toBe(NOT_FOUND);
    const sentence =
      'ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!';
    for (const bad of ['Inv Name', ' Inv*Name? ', ' Inv *?!]Name\\-']) {
      expect(await said('CreateSecret', { Name: bad, SecretString: 'MySecretString' })).toBe(sentence);
      for (const operation of ['DeleteSecret', 'DescribeSecret', 'GetSecretValue', 'ListSecretVersionIds'])
        expect(await said(operation, { SecretId: bad })).toBe(sentence);
    }
    // a name that ends like an ARN is not found by a partial one
    const tricky = `${name}-a1b2c3`;
    const { ARN } = await done('CreateSecret', { Name: tricky, SecretString: 'x' });
    expect(await said('GetSecretValue', { SecretId: ARN })).toBe('done');
    expect(await said('GetSecretValue', { SecretId: tricky })).toBe('done');
    expect(await said('GetSecretValue', { SecretId: ARN.slice(0, -7) })).toBe(NOT_FOUND);
  });

  it('are made once', async () => {
    const wanted = { Name: name, SecretString: 'a', ClientRequestToken: token() };
    const made = await done('CreateSecret', wanted);
    expect(await done('CreateSecret', wanted)).toEqual(made);
    expect(await said('CreateSecret', { Name: name, SecretString: 'a' })).toBe(
      `ResourceExistsException: The operation failed because the secret ${name} already exists.`,
    );
    // — observed, as moto keeps it
    expect(await said('CreateSecret', { ...wanted, SecretString: 'b' })).toBe(
      `ResourceExistsException: You can't use ClientRequestToken ${wanted.ClientRequestToken} because that value is already in use for a version of secret ${made.ARN}.`,
    );
    const needs = 'InvalidRequestException: You must provide a ClientRequestToken value. We recommend a UUID-type value.';
    const bare = { ClientRequestToken: undefined, SecretString: 'x' };
    expect(await said('CreateSecret', { ...bare, Name: 'n' })).toBe(needs);
    for (const operation of ['UpdateSecret', 'PutSecretValue'])
      expect(await said(operation, { ...bare, SecretId: 'n' })).toBe(needs);
    expect(await said('CreateSecret', { Name: 'n', SecretString: 'x', SecretBinary: b64('x') })).toBe(
      "InvalidParameterException: You can't specify both a binary secret value and a string secret value in the same secret.",
    );
    expect(await said('PutSecretValue', { SecretId: name })).toBe(
      'InvalidRequestException: You must provide either SecretString or SecretBinary.',
    );
    const long = await said('CreateSecret', { Name: 'n', SecretString: 'x'.repeat(65_537) });
    expect(long).toMatch(/^ValidationException: 1 validation error detected: Value at 'secretString' .*65536$/);
  });

  it('of kinds that are not built are refused, not pretended', async () => {
    for (const more of [
      { Type: 'x' },
      { AddReplicaRegions: [{ Region: 'eu-west-1' }] },
      { CrossAccountPrimaryARN: secretArn('x') },
    ])
      expect(await said('CreateSecret', { Name: name, SecretString: 'x', ...more })).toMatch(/^UnsupportedOperationException: /);
    const wanted = { SecretId: name, ClientRequestToken: token() };
    for (const operation of ['RotateSecret', 'CancelRotateSecret', 'StopReplicationToReplica'])
      expect(await said(operation, wanted)).toMatch(/^UnsupportedOperationException: .* is not supported by Millrace yet: /);
  });

  it('change what is said of them', async () => {
    await done('CreateSecret', { Name: name, SecretString: 'a' });
    await on.clock.advance(1000);
    expect(await done('UpdateSecret', { SecretId: name, Description: 'MyDescription' })).toEqual({
      ARN: expect.any(String),
      Name: name,
    });
    const { Description, LastChangedDate, CreatedDate } = await done('DescribeSecret', { SecretId: name });
    expect([Description, LastChangedDate - CreatedDate]).toEqual(['MyDescription', 1]);
  });

  it('have tags', async () => {
    const tag = (key: string) => ({ Key: key, Value: `value-${key}` });
    await done('CreateSecret', { Name: name });
    const tags = async () => (await done('DescribeSecret', { SecretId: name })).Tags;
    expect(await tags()).toBeUndefined();
    await done('TagResource', { SecretId: name, Tags: [tag('a')] });
    await done('TagResource', { SecretId: name, Tags: [tag('b')] });
    expect(await tags()).toEqual([tag('a'), tag('b')]);
    const { LastChangedDate: before } = await done('DescribeSecret', { SecretId: name });
    await on.clock.advance(1000);
    await done('UntagResource', { SecretId: name, TagKeys: ['a', 'b'] });
    // — recorded, radkawar/stackd secretsmanager/lifecycle.json
    expect((await done('DescribeSecret', { SecretId: name })).LastChangedDate).toBe(before);
    expect(await tags()).toEqual([]);
    const many = Array.from({ length: 51 }, (_, i) => tag(`k${i}`));
    for (const bad of [many, [tag('a'), tag('a')], [tag('aws:x')], [{ Key: 'x' }]])
      expect(await said('TagResource', { SecretId: name, Tags: bad })).toMatch(/^InvalidParameterException: /);
  });
});

describe('deletion', () => {
  let made: Said;
  beforeEach(async () => {
    made = await done('CreateSecret', { Name: name, SecretString: 'x' });
  });

  it('leaves time to think better of it', async () => {
    const now = on.clock.millis();
    const { VersionId: _, ...named } = made;
    expect(await done('DeleteSecret', { SecretId: name })).toEqual({ ...named, DeletionDate: (now + 30 * DAY) / 1000 });
    expect(await said('CreateSecret', { Name: name, SecretString: 'y' })).toBe(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    const dead = [
      ['GetSecretValue', {}],
      ['PutSecretValue', { SecretString: 'y' }],
      ['UpdateSecret', { Description: 'y' }],
      ['TagResource', { Tags: [{ Key: 'a', Value: 'b' }] }],
      ['UntagResource', { TagKeys: ['a'] }],
      ['PutResourcePolicy', { ResourcePolicy: '{}' }],
      ['UpdateSecretVersionStage', { VersionStage: 'X', MoveToVersionId: made.VersionId }],
    ] as const;
    for (const [operation, more] of dead) expect(await said(operation, { SecretId: name, ...more }), operation).toBe(MARKED);
    // — as public emulators have it
    expect(await said('DeleteSecret', { SecretId: name })).toBe(
      "InvalidRequestException: You can't perform this operation on the secret because it was already scheduled for deletion.",
    );
    const described = await done('DescribeSecret', { SecretId: name });
    expect(described).toMatchObject({
      // — recorded, radkawar/stackd secretsmanager/lifecycle.json: the day it was asked for
      DeletedDate: now / 1000,
      VersionIdsToStages: { [made.VersionId]: ['AWSCURRENT'] },
    });
    expect(await done('RestoreSecret', { SecretId: name })).toEqual(named);
    expect((await done('DescribeSecret', { SecretId: name })).DeletedDate).toBeUndefined();
    expect((await done('GetSecretValue', { SecretId: name })).SecretString).toBe('x');
  });

  it('is final when the window ends, and takes the values along though nobody asks', async () => {
    await done('DeleteSecret', { SecretId: name, RecoveryWindowInDays: 7 });
    await on.clock.advance(7 * DAY + 3_600_000);
    const rows = (table: string) => on.here.database.statement(`SELECT * FROM ${table} WHERE name = ?`).all(name);
    await expect.poll(() => [rows('secretsmanager_secret'), rows('secretsmanager_value')]).toEqual([[], []]);
    expect(await said('RestoreSecret', { SecretId: name })).toBe(NOT_FOUND);
    const again = await done('CreateSecret', { Name: name, SecretString: 'new' });
    expect(again.ARN).not.toBe(made.ARN);
    expect(await said('GetSecretValue', { SecretId: made.ARN })).toBe(NOT_FOUND);
    expect((await done('GetSecretValue', { SecretId: again.ARN.slice(0, -7) })).SecretString).toBe('new');
  });

  it('is at once where that is asked for, also of what is marked or not there', async () => {
    const force = { SecretId: name, ForceDeleteWithoutRecovery: true };
    await done('DeleteSecret', { SecretId: name });
    expect(await done('DeleteSecret', force)).toMatchObject({
      ARN: made.ARN,
      Name: name,
      DeletionDate: on.clock.millis() / 1000,
    });
    expect(await said('DescribeSecret', { SecretId: name })).toBe(NOT_FOUND);
    expect(await done('DeleteSecret', force)).toMatchObject({ Name: name });
    expect(await said('DeleteSecret', { SecretId: name })).toBe(NOT_FOUND);
    // — observed, as moto keeps them
    for (const days of [6, 31])
      expect(await said('DeleteSecret', { SecretId: name, RecoveryWindowInDays: days })).toBe(
        'InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
      );
    expect(await said('DeleteSecret', { ...force, RecoveryWindowInDays: 7 })).toBe(
      "InvalidParameterException: You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  });
});

it('passwords are random, with every type of character that was asked for', async () => {
  const password = async (input = {}): Promise<string> => (await done('GetRandomPassword', input)).RandomPassword;
  expect(await password()).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[!-/:-@[-`{-~]).{32}$/);
  expect(await password({ PasswordLength: 120, ExcludeCharacters: 'xyzDje@?!.' })).toMatch(/^[^xyzDje@?!.]{120}$/);
  const only = { ExcludePunctuation: true, ExcludeUppercase: true, ExcludeLowercase: true };
  expect(await password({ ...only, PasswordLength: 8 })).toMatch(/^\d{8}$/);
  expect(await password({ PasswordLength: 4 })).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{4}$/);
  expect(await said('GetRandomPassword', { PasswordLength: 3 })).toMatch(/^InvalidParameterException: /);
  expect(await password({ PasswordLength: 3, RequireEachIncludedType: false })).toHaveLength(3);
  expect(await said('GetRandomPassword', { ...only, ExcludeNumbers: true })).toMatch(/^InvalidParameterException: /);
});

it('values do not lie in the database', async () => {
  const SecretString = 'a-value-that-nobody-finds';
  await done('CreateSecret', { Name: name, SecretString });
  const rows = ['secretsmanager_secret', 'secretsmanager_value'].flatMap((table) =>
    on.here.database.statement(`SELECT * FROM ${table}`).all(),
  );
  const text = JSON.stringify(rows);
  expect(text).toContain(name);
  expect(text).not.toContain(SecretString);
  expect(text).not.toContain(b64(SecretString).slice(0, 20));
});
