import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCOUNT, boot, type Identity } from './boot.ts';

// aws: defaults and what falls back to them — model, UpdateAccountPasswordPolicy; the refusals — AWS's answers as moto's tests keep them

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

const said = async (operation: string, input: Record<string, string> = {}) => {
  const answer = await iam.iam(operation, input);
  return answer.status === 200 ? 'done' : `${answer.status} ${answer.text('Code')} ${answer.text('Message')}`;
};
const policy = async () => {
  const { body } = await iam.iam('GetAccountPasswordPolicy');
  const inner = /<PasswordPolicy>(.*)<\/PasswordPolicy>/s.exec(body)?.[1] ?? '';
  return Object.fromEntries([...inner.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value]));
};

it('there is none at first, then it is what the last change said', async () => {
  const none = `404 NoSuchEntity The Password Policy with domain name ${ACCOUNT} cannot be found.`;
  expect(await said('GetAccountPasswordPolicy')).toBe(none);
  expect(await said('DeleteAccountPasswordPolicy')).toBe(
    '404 NoSuchEntity The account policy with name PasswordPolicy cannot be found.',
  );
  const change = { MinimumPasswordLength: '14', RequireSymbols: 'true', MaxPasswordAge: '90', PasswordReusePrevention: '24' };
  expect(await said('UpdateAccountPasswordPolicy', change)).toBe('done');
  const defaults = {
    MinimumPasswordLength: '6',
    RequireSymbols: 'false',
    RequireNumbers: 'false',
    RequireUppercaseCharacters: 'false',
    RequireLowercaseCharacters: 'false',
    AllowUsersToChangePassword: 'false',
    ExpirePasswords: 'false',
  };
  expect(await policy()).toEqual({ ...defaults, ...change, ExpirePasswords: 'true' });
  expect(await said('UpdateAccountPasswordPolicy', { RequireNumbers: 'true' })).toBe('done');
  expect(await policy()).toEqual({ ...defaults, RequireNumbers: 'true' });
  expect(await said('UpdateAccountPasswordPolicy', { MinimumPasswordLength: '5' })).toMatch(
    /^400 ValidationError .*minimumPasswordLength/,
  );
  expect(await said('DeleteAccountPasswordPolicy')).toBe('done');
  expect(await said('GetAccountPasswordPolicy')).toBe(none);
});
