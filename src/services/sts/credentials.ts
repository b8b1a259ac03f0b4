import type { Credentials } from '#api/sts';
import { newAccessKeyId, openSession, sealSession } from '#auth';
import { ALPHANUMERIC, type Caller } from '#core';
import type { StsDeps } from './deps.ts';

/** Temporary credentials of a caller, and the caller as he will be known by them. */
export function issue(caller: Caller, seconds: number, deps: StsDeps): Credentials {
  const { clock, ids, sessionKey } = deps;
  const issuedAt = clock.now();
  const expiresAt = new Date(Math.floor(issuedAt.getTime() / 1000 + seconds) * 1000);
  const accessKeyId = newAccessKeyId('ASIA', caller.account, ids);
  const secretAccessKey = ids.text(40, `${ALPHANUMERIC}+/`);
  const session = {
    accessKeyId,
    secretAccessKey,
    issuedAt,
    expiresAt,
    caller: { ...caller, accessKeyId, sessionIssuedAt: issuedAt },
  };
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sealSession(sessionKey, session),
    Expiration: expiresAt,
  };
}

/** aws: "the console session lasts 12 hours" — sign-in user guide, "Sign in to the AWS Management Console" */
const CONSOLE_SECONDS = 43_200;

/** What a console signs its calls with, for a user who has signed in to it. */
export const consoleSession = (caller: Caller, deps: StsDeps): Credentials =>
  issue({ ...caller, fromConsole: true }, CONSOLE_SECONDS, deps);

export interface TemporaryCredential {
  readonly secretAccessKey: string;
  readonly caller: Caller;
  readonly expiresAt: Date;
}

/** Who holds temporary credentials. They end with the user or role they were issued to, not only by time. */
export function findTemporary(
  accessKeyId: string,
  sessionToken: string | undefined,
  deps: StsDeps,
): TemporaryCredential | 'unknown' | 'invalid-token' | 'expired' {
  if (sessionToken === undefined) return 'unknown';
  const session = openSession(deps.sessionKey, sessionToken);
  if (session?.accessKeyId !== accessKeyId) return 'invalid-token';
  if (session.expiresAt.getTime() <= deps.clock.millis()) return 'expired';
  const { caller, secretAccessKey, expiresAt } = session;
  return deps.principals.exists(caller) ? { secretAccessKey, caller, expiresAt } : 'unknown';
}
