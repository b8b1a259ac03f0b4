import { issue } from '../credentials.ts';
import type { StsOperation } from '../deps.ts';
import { noSessionCredentials } from '../errors.ts';
import { mfaOf } from '../mfa.ts';

/** — model, GetSessionTokenRequest.DurationSeconds: twelve hours; root gets one hour at most */
const DEFAULT_SECONDS = 43_200;
const ROOT_SECONDS = 3600;

/** aws: no permission is needed — model, GetSessionToken */
export const getSessionToken: StsOperation<'GetSessionToken'> = {
  access: () => 'open',
  run: (input, { caller }, deps) => {
    if (caller.sessionIssuedAt) throw noSessionCredentials('GetSessionToken');
    const mfaAt = mfaOf(input, caller, deps);
    const session = mfaAt === undefined ? caller : { ...caller, mfaAt };
    const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
    return { Credentials: issue(session, caller.kind === 'root' ? Math.min(seconds, ROOT_SECONDS) : seconds, deps) };
  },
};
