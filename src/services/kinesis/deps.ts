import type { PrincipalIds } from '#auth';
import type { Clock, Ids } from '#core';
import type { Database } from '#storage';
import type { KeptSettings } from './account-settings.ts';
import type { Ciphers, StreamKeys } from './ciphers.ts';
import type { Limits } from './limits.ts';
import type { UsageMeter } from './ports.ts';
import type { Seal } from './seal.ts';
import type { Streams } from './store.ts';

/** What the operations need. */
export interface KinesisDeps {
  readonly streams: Streams;
  readonly settings: KeptSettings;
  readonly keys: StreamKeys;
  readonly ciphers: Ciphers;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: Limits;
  /** Makes iterators and tokens that only we can make. */
  readonly seal: Seal;
  /** How long a stream is CREATING, UPDATING or DELETING: short, but there to be seen. */
  readonly transitionMillis: number;
  /** Whom policies name. */
  readonly principals: PrincipalIds;
  readonly charge: UsageMeter;
}
