import { expect, test } from 'vitest';
import { checkIdentityPolicy, checkSessionPolicy } from './identity-grammar.ts';

// aws: recorded, radkawar/stackd iam/condition_values.json and condition_ip.json: policy_storage, and the session policies that were taken
const taken = (check: (text: string) => void, operator: string, a: string) => {
  const statement = { Effect: 'Allow', Action: 'iam:TagUser', Resource: '*', Condition: { [operator]: { a } } };
  try {
    check(JSON.stringify({ Version: '2012-10-17', Statement: statement }));
    return true;
  } catch {
    return false;
  }
};

test.each([
  ['NumericEquals', ['01', '1.', '1e0'], ['NaN', 'no-number']],
  ['Bool', ['TRUE', 'yes'], []],
  ['Null', ['TRUE', 'yes'], []],
  ['DateEquals', ['2030-01-01', '1893456000'], ['not-a-date']],
  ['ArnLike', ['arn:aws:iam::*:user/*', '*'], ['not-an-arn']],
  [
    'IpAddress',
    ['192.0.2.5/24', '192.0.2.1', '192.0.2.0/0', '192.000.002.0/24', '192.0.2.0/024', '192.0.2.0/+24', '::ffff:c000:200/120'],
    ['not-an-ip', '192.0.2.0/33', '::ffff:192.0.2.1', '::192.0.2.0/120'],
  ],
  [
    'IpAddress',
    ['::/0', '2001:db8::1', '2001:db8::1/128', '2001:DB8::/064', '2001:db8::4/127'],
    ['2001:db8::5/64', '2001:db8::5/127', '2001:db8::1/0', '2001:db8::/129', '2001:db8::192.0.2.0/120'],
  ],
  ['ForAllValues:NotIpAddressIfExists', ['192.0.2.0/24'], ['not-an-ip']],
  ['StringEquals', ['anything'], []],
])('%s: what IAM stores, and a session takes', (operator, good, bad) => {
  for (const value of good) expect(taken(checkIdentityPolicy, operator, value), value).toBe(true);
  for (const value of bad) {
    expect(taken(checkIdentityPolicy, operator, value), value).toBe(false);
    expect(taken(checkSessionPolicy, operator, value), value).toBe(true);
  }
});

test('base64 is looked at by both', () => {
  for (const check of [checkIdentityPolicy, checkSessionPolicy]) {
    expect(taken(check, 'BinaryEquals', 'YQ==')).toBe(true);
    expect(taken(check, 'BinaryEquals', 'no-binary')).toBe(false);
  }
});
