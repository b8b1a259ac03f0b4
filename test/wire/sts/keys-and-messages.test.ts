import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, boot, type Identity, type Key, ROOT } from '../iam/boot.ts';

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

describe('GetAccessKeyInfo', () => {
  it('reads the account out of the id', async () => {
    const key = await iam.user('asker');
    expect((await iam.ask('sts', ROOT, 'GetAccessKeyInfo', { AccessKeyId: key.accessKeyId })).text('Account')).toBe(ACCOUNT);
    expect((await iam.ask('sts', ROOT, 'GetAccessKeyInfo', { AccessKeyId: ROOT.accessKeyId })).text('Account')).toBe(ACCOUNT);
    expect((await iam.ask('sts', ROOT, 'GetAccessKeyInfo', { AccessKeyId: 'AKIA0000000000000000' })).status).toBe(400);
  });
});

describe('DecodeAuthorizationMessage', () => {
  it('finds no message valid, for those who may ask', async () => {
    const decode = async (key: Key) => {
      const answer = await iam.ask('sts', key, 'DecodeAuthorizationMessage', { EncodedMessage: '4GIOHlTkIaWHQD0Q0m6XS' });
      return `${answer.status} ${answer.text('Code')} ${answer.text('Message')}`;
    };
    expect(await decode(await iam.user('nobody'))).toBe(
      `403 AccessDenied User: arn:aws:iam::${ACCOUNT}:user/nobody is not authorized to perform: sts:DecodeAuthorizationMessage on resource: *`,
    );
    expect(await decode(ROOT)).toMatch(/^400 InvalidAuthorizationMessageException /);
  });
});
