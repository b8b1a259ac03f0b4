import { expect } from 'vitest';
import { fakeClock } from '#core';
import type { RootKeyFacts } from '#services/iam';
import { A, document, type Said, type World, world } from './world.ts';

/** A JSON service in a world of accounts, spoken to by the root of account A, or by others. */
export interface Stand {
  readonly here: World;
  readonly clock: ReturnType<typeof fakeClock>;
  /** The answer of what is not refused. */
  done(operation: string, input?: object, by?: RootKeyFacts): Promise<Said>;
  /** `Code: sentence`, or `done`. */
  said(operation: string, input?: object, by?: RootKeyFacts): Promise<string>;
  /** The answer of KMS. */
  kms(operation: string, input?: object): Promise<Said>;
  /** A user of an account with one inline policy, and his key. */
  user(account: string, name: string, ...statements: object[]): Promise<{ key: RootKeyFacts; arn: string }>;
}

/** @param completed what clients of the service add to a request by themselves */
export async function standOf(
  service: string,
  start: number,
  completed = (_operation: string, input: object) => input,
): Promise<Stand> {
  const clock = fakeClock(start);
  const here = await world(clock);
  const root = here.accounts.rootKey(A) as RootKeyFacts;
  const ask = (operation: string, input: object = {}, by = root) =>
    here.json(service, by, operation, completed(operation, input));
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
    kms: (operation, input) => answered(here.json('kms', root, operation, input)),
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
