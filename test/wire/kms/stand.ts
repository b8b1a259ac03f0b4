import { expect } from 'vitest';
import { fakeClock } from '#core';
import type { RootKeyFacts } from '#services/iam';
import { A, document, REGION, type Said, type World, world } from '../accounts/world.ts';

export const START = Date.UTC(2026, 0, 1);

/** KMS in a world of accounts, spoken to by the root of account A, or by others. */
export interface Stand {
  readonly here: World;
  readonly clock: ReturnType<typeof fakeClock>;
  /** The answer of what is not refused. */
  done(operation: string, input?: object, by?: RootKeyFacts): Promise<Said>;
  /** `Code: sentence`, or `done`. */
  said(operation: string, input?: object, by?: RootKeyFacts): Promise<string>;
  /** A user of an account with one inline policy, and his key. */
  user(account: string, name: string, statement: object): Promise<{ key: RootKeyFacts; arn: string }>;
}

export async function stand(): Promise<Stand> {
  const clock = fakeClock(START);
  const here = await world(clock);
  const root = here.accounts.rootKey(A) as RootKeyFacts;
  const ask = (operation: string, input: object = {}, by = root) => here.json('kms', by, operation, input);
  return {
    here,
    clock,
    async done(operation, input, by) {
      const { body, refusal } = await ask(operation, input, by);
      expect(refusal).toBeUndefined();
      return body;
    },
    said: async (operation, input, by) => (await ask(operation, input, by)).refusal ?? 'done',
    async user(account, name, statement) {
      const boss = here.as(here.root(account));
      await boss('iam', 'CreateUser', { UserName: name });
      await boss('iam', 'PutUserPolicy', { UserName: name, PolicyName: 'p', PolicyDocument: document(statement) });
      const { AccessKey: made } = await boss('iam', 'CreateAccessKey', { UserName: name });
      return {
        key: { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey },
        arn: `arn:aws:iam::${account}:user/${name}`,
      };
    },
  };
}

export const b64 = (text: string): string => Buffer.from(text).toString('base64');
export const kmsArn = (resource: string, account = A, region = REGION): string => `arn:aws:kms:${region}:${account}:${resource}`;
