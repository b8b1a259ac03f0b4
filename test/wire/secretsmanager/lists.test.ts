import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Said } from '../accounts/world.ts';
import { type Stand, stand } from './stand.ts';

let on: Stand;
const done: Stand['done'] = (...asked) => on.done(...asked);
const said: Stand['said'] = (...asked) => on.said(...asked);

beforeAll(async () => {
  on = await stand();
});
afterAll(() => on.here.close());

describe('lists', () => {
  const PREFIX = 'list';
  const names = async (input: object) =>
    (await done('ListSecrets', input)).SecretList.map((each: Said) => each.Name).filter((each: string) => each.includes(PREFIX));
  const one = { Key: 'name', Values: [PREFIX] };

  beforeAll(async () => {
    const make = async (Name: string, Description: string, Tags: object[] = []) => {
      await on.clock.advance(1000);
      await done('CreateSecret', { Name, Description, SecretString: 'x', Tags });
    };
    await make(`testing1/one-${PREFIX}`, 'a secret');
    await make(`/testing2/two-${PREFIX}`, 'an secret', [{ Key: 'team', Value: 'Blue' }]);
    await make(`testing3/three-${PREFIX}`, 'asecret', [{ Key: 'Owner', Value: 'credsDatabase#892' }]);
    await make(`/testing4/four-${PREFIX}`, 'thesecret');
  });

  it('have filters that match as on AWS', async () => {
    const by = (Key: string, ...Values: string[]) => names({ Filters: [{ Key, Values }] });
    const [w1, w2, w3, w4] = ['testing1/one', '/testing2/two', 'testing3/three', '/testing4/four'].map(
      (each) => `${each}-${PREFIX}`,
    );
    // LocalStack test_list_secrets_filtering, validated against AWS
    expect(await by('name', '/')).toEqual([w2, w4]);
    expect(await by('name', '!/')).toEqual([w1, w3]);
    expect(await by('name', 'testing1 one')).toEqual([]);
    expect(await by('description', 'a')).toEqual([w1, w2, w3]);
    expect(await by('description', '!a')).toEqual([w4]);
    expect(await by('description', 'a secret')).toEqual([w1, w2]);
    expect(await by('description', '!c')).toEqual([w1, w2, w3, w4]);
    // — API reference, Filter; user guide, "Find secrets in AWS Secrets Manager"
    expect(await by('description', 'A')).toEqual([w1, w2, w3]);
    expect(await by('name', '/testing2', 'testing3')).toEqual([w2, w3]);
    expect(await by('name', 'Testing')).toEqual([]);
    expect([await by('tag-key', 'te'), await by('tag-key', 'TE'), await by('tag-value', 'Bl')]).toEqual([[w2], [], [w2]]);
    for (const word of ['creds', 'DATABASE', '892', 'owner']) expect(await by('all', word)).toEqual([w3]);
    expect(
      await names({
        Filters: [
          { Key: 'description', Values: ['a'] },
          { Key: 'name', Values: ['/'] },
        ],
      }),
    ).toEqual([w2]);
    expect(await by('owning-service', 'x')).toEqual([]);
    expect(await said('ListSecrets', { Filters: [{ Key: 'name' }] })).toMatch(/^InvalidParameterException: /);
  });

  it('are sorted, come in pages, and tell of what waits to be deleted only when asked', async () => {
    for (const each of ['b', 'a', 'c']) await done('CreateSecret', { Name: `${PREFIX}-${each}` });
    const [a, b, c] = ['a', 'b', 'c'].map((each) => `${PREFIX}-${each}`);
    expect(await names({ Filters: [one], SortBy: 'name' })).toEqual([a, b, c]);
    expect(await names({ Filters: [one], SortBy: 'name', SortOrder: 'desc' })).toEqual([c, b, a]);
    const pages: string[] = [];
    for (let NextToken: string | undefined, more = true; more; ) {
      const page = await done('ListSecrets', { Filters: [one], MaxResults: 2, NextToken, SortBy: 'name' });
      pages.push(page.SecretList.map((each: Said) => each.Name).join());
      NextToken = page.NextToken;
      more = NextToken !== undefined;
    }
    expect(pages).toEqual([`${a},${b}`, c]);
    await done('DeleteSecret', { SecretId: b });
    expect(await names({ Filters: [one], SortBy: 'name' })).toEqual([a, c]);
    const all = await done('ListSecrets', { Filters: [one], IncludePlannedDeletion: true, SortBy: 'name' });
    expect(all.SecretList.map((each: Said) => each.DeletedDate !== undefined)).toEqual([false, true, false]);
  });

  it('have everything but the value', async () => {
    const { SecretList: list } = await done('ListSecrets', { Filters: [{ Key: 'name', Values: ['/testing2'] }] });
    expect(list).toEqual([
      {
        ARN: expect.any(String),
        Name: `/testing2/two-${PREFIX}`,
        Description: 'an secret',
        CreatedDate: expect.any(Number),
        LastChangedDate: expect.any(Number),
        Tags: [{ Key: 'team', Value: 'Blue' }],
        SecretVersionsToStages: { [Object.keys(list[0].SecretVersionsToStages)[0] as string]: ['AWSCURRENT'] },
      },
    ]);
  });
});

describe('several at once', () => {
  const name = 'batch';

  beforeAll(async () => {
    await done('CreateSecret', { Name: name, SecretString: 'S1' });
    for (const each of ['b', 'c']) await done('CreateSecret', { Name: `${name}-${each}`, SecretString: each });
  });

  it('are read, with the reason where one cannot be', async () => {
    const { SecretValues: values, Errors: errors } = await done('BatchGetSecretValue', {
      SecretIdList: [name, `${name}-b`, 'nobody'],
    });
    expect(values.map((each: Said) => [each.Name, each.SecretString])).toEqual([
      [name, 'S1'],
      [`${name}-b`, 'b'],
    ]);
    expect(errors).toEqual([
      {
        SecretId: 'nobody',
        ErrorCode: 'ResourceNotFoundException',
        Message: "Secrets Manager can't find the specified secret.",
      },
    ]);
  });

  it('are chosen by filters, in pages; by a list or by filters', async () => {
    const wanted = { Filters: [{ Key: 'name', Values: [`${name}-`] }], MaxResults: 1 };
    const first = await done('BatchGetSecretValue', wanted);
    const second = await done('BatchGetSecretValue', { ...wanted, NextToken: first.NextToken });
    expect([...first.SecretValues, ...second.SecretValues].map((each: Said) => each.SecretString)).toEqual(['b', 'c']);
    expect(second.NextToken).toBeUndefined();
    for (const bad of [{}, { ...wanted, SecretIdList: [name] }, { SecretIdList: [name], MaxResults: 1 }])
      expect(await said('BatchGetSecretValue', bad)).toMatch(/^InvalidParameterException: /);
  });
});
