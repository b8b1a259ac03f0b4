import type { Operations } from '#api/kms';
import type { PrincipalIds } from '#auth';
import type { Clock, Ids, Operation } from '#core';
import type { KmsStore } from './store.ts';

export interface KmsDeps {
  readonly store: KmsStore;
  /** 32 bytes that wrap all key material. */
  readonly rootKey: Uint8Array;
  readonly principals: PrincipalIds;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type KmsOperation<K extends keyof Operations> = Operation<Operations[K]['input'], Operations[K]['output'], KmsDeps>;
