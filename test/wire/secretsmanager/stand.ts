import { expect } from 'vitest';
import { fakeClock } from '#core';
import type { RootKeyFacts } from '#services/iam';
import { A, document, REGION, type Said, type World, world } from '../accounts/world.ts';

export const START = Date.UTC(2026, 0, 1, 12);
export const DAY = 86_400_000;

/** Secrets Manager in a world of accounts, spoken to by the root of account A, or by others. */
export interface Stand {
  readonly here: World;
  readonly clock: ReturnType<typeof fakeClock>;
  /** The answer of what is not refused. A token is sent along, as SDKs do. */
  done(operation: string, input?: object, by?: RootKeyFacts): Promise<Said>;
  /** `Code: sentence`, or `done`. */
  said(operation: string, input?: object, by?: RootKeyFacts): Promise<string>;
  kms(operation: string, input?: object): Promise<Said>;
  /** A user of an account with one inline policy, and his key. */
  user(account: string, name: string, ...statements: object[]): Promise<{ key: RootKeyFacts; arn: string }>;
}

const TOKENS = /^(?:CreateSecret|PutSecretValue|UpdateSecret)$/;
let tokens = 0;
/** A version id that no other has. */
export const token = (): string => `00000000-0000-4000-8000-${String(tokens++).padStart(12, '0')}`;

export async function stand(): Promise<Stand> {
  const clock = fakeClock(START);
  const here = await world(clock);
  const root = here.accounts.rootKey(A) as RootKeyFacts;
  const ask = (operation: string, input: object = {}, by = root, service = 'secretsmanager') => {
    const asked = TOKENS.test(operation) ? { ClientRequestToken: token(), ...input } : input;
    return here.json(service, by, operation, asked);
  };
  const answered = async (asked: ReturnType<typeof ask>) => {
    const { body, refusal } = await asked;
    expect(refusal).toBeUndefined();
    return body;
  };
  return {
    here,
    clock,
    done: (operation, input, by) => answered(ask(operation, input, by)),
    said: async (operation, input, by) => (await ask(operation, input, by)).refusal ?? 'done',
    kms: (operation, input) => answered(ask(operation, input, root, 'kms')),
    async user(account, name, ...statements) {
      const boss = here.as(here.root(account));
      await boss('iam', 'CreateUser', { UserName: name });
      await boss('iam', 'PutUserPolicy', { UserName: name, PolicyName: 'p', PolicyDocument: document(...statements) });
      const { AccessKey: made } = await boss('iam', 'CreateAccessKey', { UserName: name });
      return {
        key: { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey },
        arn: `arn:aws:iam::${account}:user/${name}`,
      };
    },
  };
}

export const b64 = (text: string): string => Buffer.from(text).toString('base64');
export const secretArn = (name: string, account = A, region = REGION): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}`;
