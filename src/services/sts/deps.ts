import type { Operations } from '#api/sts';
import type { Clock, Ids, Operation } from '#core';
import type { IssuerKeys, Principals } from './ports.ts';

export interface StsDeps {
  readonly principals: Principals;
  /** 32 bytes: seals session tokens. */
  readonly sessionKey: Uint8Array;
  readonly issuerKeys: IssuerKeys;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type StsOperation<K extends keyof Operations> = Operation<Operations[K]['input'], Operations[K]['output'], StsDeps>;
