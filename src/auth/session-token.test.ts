import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openSession, type Session, sealSession } from './session-token.ts';

const key = new Uint8Array(32).fill(7);
const issuedAt = new Date('2026-01-01T00:00:00Z');
const session: Session = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  issuedAt,
  expiresAt: new Date('2026-01-01T01:00:00Z'),
  caller: {
    kind: 'role',
    partition: 'aws',
    account: '000000000000',
    arn: 'arn:aws:sts::000000000000:assumed-role/r/s',
    userId: 'AROAEXAMPLE:s',
    roleArn: 'arn:aws:iam::000000000000:role/r',
    sessionPolicies: ['{}'],
    sessionIssuedAt: issuedAt,
  },
};

it('opens what it sealed, dates included', () => {
  expect(openSession(key, sealSession(key, session))).toEqual(session);
});

it('seals the same session to another token each time and hides the secret', () => {
  const token = sealSession(key, session);
  expect(sealSession(key, session)).not.toBe(token);
  expect(Buffer.from(token, 'base64').includes('secret')).toBe(false);
});

it('does not open a token of another key', () => {
  expect(openSession(new Uint8Array(32).fill(8), sealSession(key, session))).toBeUndefined();
});

it('does not open a token that was changed anywhere', () => {
  const bytes = Buffer.from(sealSession(key, session), 'base64');
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      expect(openSession(key, changed.toString('base64'))).toBeUndefined();
    }),
  );
});

it('does not open, nor choke on, any other text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(openSession(key, text)).toBeUndefined();
    }),
  );
});
