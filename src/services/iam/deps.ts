import type { Operations } from '#api/iam';
import type { Clock, Ids, Operation } from '#core';
import type { Identities } from './identities.ts';
import type { LastUse } from './last-use.ts';
import type { IamStore } from './store.ts';

export interface IamDeps {
  readonly store: IamStore;
  readonly identities: Identities;
  readonly lastUse: LastUse;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** One operation of IAM, its input and output by its name. */
export type IamOperation<K extends keyof Operations> = Operation<Operations[K]['input'], Operations[K]['output'], IamDeps>;
