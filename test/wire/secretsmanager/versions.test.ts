import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Said } from '../accounts/world.ts';
import { DAY, type Stand, stand, token } from './stand.ts';

// Moves of labels and shapes: recorded AWS answers, LocalStack tests/aws/services/secretsmanager/test_secretsmanager.snapshot.json,
// where nothing else is said.

let on: Stand;
let run = 0;
let name: string;
const done: Stand['done'] = (...asked) => on.done(...asked);
const said: Stand['said'] = (...asked) => on.said(...asked);

const put = async (SecretString: string, ...VersionStages: string[]): Promise<string> => {
  const asked = { SecretId: name, SecretString, ...(VersionStages.length > 0 && { VersionStages }) };
  return (await done('PutSecretValue', asked)).VersionId;
};
const move = (VersionStage: string, RemoveFromVersionId?: string, MoveToVersionId?: string) =>
  said('UpdateSecretVersionStage', { SecretId: name, VersionStage, RemoveFromVersionId, MoveToVersionId });
/** Version ids with their labels, as they are listed. */
const listed = async (more: object = {}) =>
  (await done('ListSecretVersionIds', { SecretId: name, ...more })).Versions.map((each: Said) => [
    each.VersionId,
    ...(each.VersionStages ?? []),
  ]);

let v1: string;

beforeAll(async () => {
  on = await stand();
});
afterAll(() => on.here.close());
beforeEach(async () => {
  name = `v${run++}`;
  v1 = (await done('CreateSecret', { Name: name, SecretString: 'S1' })).VersionId;
});

describe('versions', () => {
  it('leave the current one behind as the previous one', async () => {
    const v2 = await put('S2');
    expect(await listed()).toEqual([
      [v1, 'AWSPREVIOUS'],
      [v2, 'AWSCURRENT'],
    ]);
    const v3 = (await done('UpdateSecret', { SecretId: name, SecretString: 'S3' })).VersionId;
    expect(await listed()).toEqual([
      [v2, 'AWSPREVIOUS'],
      [v3, 'AWSCURRENT'],
    ]);
    expect(await listed({ IncludeDeprecated: true })).toEqual([[v1], [v2, 'AWSPREVIOUS'], [v3, 'AWSCURRENT']]);
    const read = async (more: object) => (await done('GetSecretValue', { SecretId: name, ...more })).SecretString;
    expect([await read({}), await read({ VersionStage: 'AWSPREVIOUS' }), await read({ VersionId: v1 })]).toEqual([
      'S3',
      'S2',
      'S1',
    ]);
    expect(await said('GetSecretValue', { SecretId: name, VersionId: v2, VersionStage: 'AWSCURRENT' })).toBe(
      'InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.',
    );
  });

  it('are listed with the day of their last reading and their key', async () => {
    await done('GetSecretValue', { SecretId: name });
    const { Versions: versions } = await done('ListSecretVersionIds', { SecretId: name });
    const today = Math.floor(on.clock.millis() / DAY) * DAY;
    expect(versions).toEqual([
      {
        VersionId: v1,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: expect.any(Number),
        LastAccessedDate: today / 1000,
        KmsKeyIds: ['DefaultEncryptionKey'],
      },
    ]);
    await put('S2', 'A');
    await put('S3', 'B');
    const first = await done('ListSecretVersionIds', { SecretId: name, MaxResults: 2 });
    const second = await done('ListSecretVersionIds', { SecretId: name, NextToken: first.NextToken });
    expect([first.Versions.length, second.Versions.length, second.NextToken]).toEqual([2, 1, undefined]);
    expect(await said('ListSecretVersionIds', { SecretId: name, NextToken: 'x' })).toBe(
      'InvalidNextTokenException: The NextToken value is invalid.',
    );
  });

  it('are never changed: the same again does nothing, another value is refused', async () => {
    const again = { SecretId: name, SecretString: 'S2', ClientRequestToken: token() };
    const answer = await done('PutSecretValue', again);
    expect(await done('PutSecretValue', again)).toEqual(answer);
    expect(await listed()).toHaveLength(2);
    // — recorded, radkawar/stackd secretsmanager/lifecycle.json: labels are attached all the same
    const { VersionStages: labels } = await done('PutSecretValue', { ...again, VersionStages: ['REPLAY'] });
    expect([...labels].sort()).toEqual(['AWSCURRENT', 'REPLAY']);
    // — observed, as moto keeps it
    const inUse = new RegExp(`^ResourceExistsException: You can't use ClientRequestToken ${again.ClientRequestToken} because`);
    expect(await said('PutSecretValue', { ...again, SecretString: 'other' })).toMatch(inUse);
    // — API reference, UpdateSecret: it is refused in any case
    expect(await said('UpdateSecret', again)).toMatch(inUse);
    expect((await done('GetSecretValue', { SecretId: name })).SecretString).toBe('S2');
  });

  it('without labels go when there are more than a hundred of a day’s age', async () => {
    for (let i = 0; i < 105; i++) await put(`${i}`);
    expect(await listed({ IncludeDeprecated: true, MaxResults: 100 })).toHaveLength(100);
    const count = () => on.here.database.statement('SELECT * FROM secretsmanager_value WHERE name = ?').all(name).length;
    expect(count()).toBe(106);
    await on.clock.advance(DAY + 1);
    await put('new');
    expect(count()).toBe(100);
    expect(await said('GetSecretValue', { SecretId: name, VersionId: v1 })).toMatch(/^ResourceNotFoundException/);
  });
});

describe('labels', () => {
  it('are sorted, and move to the version that was given them last', async () => {
    const answer = await done('PutSecretValue', { SecretId: name, SecretString: 'x', VersionStages: ['one', 'two', 'three'] });
    expect(answer.VersionStages).toEqual(['one', 'three', 'two']);
    const v3 = await put('y', 'one', 'two', 'four');
    expect(await listed()).toEqual([
      [v1, 'AWSCURRENT'],
      [answer.VersionId, 'three'],
      [v3, 'four', 'one', 'two'],
    ]);
  });

  it('of a rotation', async () => {
    const v2 = await put('S2', 'AWSPENDING');
    expect(await move('AWSCURRENT', v1, v2)).toBe('done');
    expect(await listed()).toEqual([
      [v1, 'AWSPREVIOUS'],
      [v2, 'AWSCURRENT', 'AWSPENDING'],
    ]);
    const v3 = await put('S3', 'AWSPENDING', 'PUT2');
    expect(await listed()).toEqual([
      [v1, 'AWSPREVIOUS'],
      [v2, 'AWSCURRENT'],
      [v3, 'AWSPENDING', 'PUT2'],
    ]);
    expect(await move('AWSCURRENT', v2, v3)).toBe('done');
    expect(await listed()).toEqual([
      [v2, 'AWSPREVIOUS'],
      [v3, 'AWSCURRENT', 'AWSPENDING', 'PUT2'],
    ]);
    // test_update_secret_version_stages_current_pending: what is current no more is not pending either
    const v4 = await put('S4');
    expect(await listed()).toEqual([
      [v3, 'AWSPREVIOUS', 'PUT2'],
      [v4, 'AWSCURRENT'],
    ]);
    // back to the one before
    expect(await move('AWSCURRENT', v4, v3)).toBe('done');
    expect(await listed()).toEqual([
      [v3, 'AWSCURRENT', 'PUT2'],
      [v4, 'AWSPREVIOUS'],
    ]);
    expect(await move('PUT2', v3)).toBe('done');
    expect(await listed()).toEqual([
      [v3, 'AWSCURRENT'],
      [v4, 'AWSPREVIOUS'],
    ]);
  });

  it('are not moved by mistake', async () => {
    const v2 = await put('S2', 'MINE');
    // — observed, as the change log of Terraform's provider quotes it
    expect(await move('AWSCURRENT', undefined, v2)).toBe(
      `InvalidParameterException: The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${v1}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
    // — observed, as the sources of Terraform's provider quote it
    expect(await move('AWSCURRENT', v1)).toBe(
      'InvalidParameterException: You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
    );
    // — API reference, UpdateSecretVersionStage: these fail; the words are ours
    for (const [from, to] of [[v2, v1], [v2], [], [v1, token()], [token()]] as const)
      expect(await move('AWSCURRENT', from, to)).toMatch(/^InvalidParameterException: /);
    expect(await listed()).toEqual([
      [v1, 'AWSCURRENT'],
      [v2, 'MINE'],
    ]);
  });

  it('are at most twenty', async () => {
    const labels = (from: number, count: number) => Array.from({ length: count }, (_, i) => `L${from + i}`);
    await put('x', ...labels(0, 18));
    const odd = await put('z', '__proto__', ...labels(0, 18));
    expect((await listed()).at(-1)).toEqual([odd, ...labels(0, 18).sort(), '__proto__']);
    // — user guide, "AWS Secrets Manager quotas"; the words are ours
    expect(await said('PutSecretValue', { SecretId: name, SecretString: 'y', VersionStages: ['one-more'] })).toMatch(
      /^LimitExceededException: /,
    );
  });
});
