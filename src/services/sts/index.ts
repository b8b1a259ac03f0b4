import { type Credentials, model, type Operations } from '#api/sts';
import { bind, type Caller, type Service } from '#core';
import { consoleSession, findTemporary, type TemporaryCredential } from './credentials.ts';
import type { StsDeps } from './deps.ts';
import { accessDenied } from './errors.ts';
import { operations } from './operations/index.ts';

export type { TemporaryCredential } from './credentials.ts';
export type { StsDeps } from './deps.ts';
export type { AssumableRole, IssuerKey, IssuerKeys, Principals } from './ports.ts';

export interface Sts {
  readonly service: Service;
  /** Who holds temporary credentials (`ASIA…`). */
  findCredential(
    accessKeyId: string,
    sessionToken: string | undefined,
  ): TemporaryCredential | 'unknown' | 'invalid-token' | 'expired';
  /** Temporary credentials of a user who has signed in to the console. */
  consoleSession(caller: Caller): Credentials;
}

/** AWS Security Token Service. */
export function openSts(deps: StsDeps): Sts {
  return {
    service: {
      name: 'sts',
      model,
      prefix: 'sts',
      operations: bind<Operations, StsDeps>(operations, deps),
      // a role's trust policy is its resource-based policy
      resourcePolicy: (arn) => deps.principals.role(arn)?.trustPolicy,
      accessDenied,
    },
    findCredential: (accessKeyId, sessionToken) => findTemporary(accessKeyId, sessionToken, deps),
    consoleSession: (caller) => consoleSession(caller, deps),
  };
}
