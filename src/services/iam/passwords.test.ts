import { describe, expect, it } from 'vitest';
import { randomIds } from '#core';
import { newSalt, passwordHash, violationOf } from './passwords.ts';

describe('without a policy', () => {
  it.each([
    ['short1!', 'Password should have a minimum length of 8'],
    // the sentence as AWS said it of a password of two kinds
    [
      'password1',
      'Password should meet 1 more of the following requirements: Password should have at least one uppercase letter, Password should have at least one symbol',
    ],
    ['my-account1', 'Password does not conform to the account password policy.'],
    ['Password1', undefined],
    ['pass word1!', undefined],
  ])('%s', (password, said) => {
    expect(violationOf(password, undefined, ['my-account1'])).toBe(said);
  });
});

describe('with a policy', () => {
  const policy = {
    MinimumPasswordLength: 6,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: false,
    RequireLowercaseCharacters: false,
    AllowUsersToChangePassword: false,
  };
  it.each([
    ['a1!', 'Password should have a minimum length of 6'],
    ['aaaaaa', 'Password should have at least one number, Password should have at least one symbol'],
    // — model: the comma is none of the symbols
    ['aaaa1,', 'Password should have at least one symbol'],
    ['1!1!1!', undefined],
  ])('%s', (password, said) => {
    expect(violationOf(password, policy, [])).toBe(said);
  });
});

it('hashes by scrypt, with the salt it is given', async () => {
  const salt = newSalt(randomIds);
  const hash = await passwordHash('Aa1!Aa1!', salt);
  expect(hash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(await passwordHash('Aa1!Aa1!', salt)).toBe(hash);
  expect(await passwordHash('Aa1!Aa1!', newSalt(randomIds))).not.toBe(hash);
  expect(await passwordHash('Aa1!Aa1?', salt)).not.toBe(hash);
});
