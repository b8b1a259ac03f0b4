import type { Access, Caller } from '#core';
import type { StsDeps } from './deps.ts';
import { mfaCodeInvalid, mfaDeviceInvalid, mfaIncomplete } from './errors.ts';

interface WithCode {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/** Takes the code of a request: now, in milliseconds; undefined where it has none. Throws where it is not a good one. */
export function mfaOf({ SerialNumber, TokenCode }: WithCode, caller: Caller, deps: StsDeps): number | undefined {
  if (SerialNumber === undefined && TokenCode === undefined) return undefined;
  if (SerialNumber === undefined || TokenCode === undefined) throw mfaIncomplete();
  const taken = deps.principals.takeMfaCode(caller, SerialNumber, TokenCode);
  if (taken === 'not his device') throw mfaDeviceInvalid();
  if (taken === 'wrong code') throw mfaCodeInvalid();
  return deps.clock.millis();
}

/**
 * What a role's trust policy sees of a code: it is asked before the code is taken, as if the code were good. Where it is not, the request
 * is refused in any case.
 */
export const mfaContext = ({ SerialNumber, TokenCode }: WithCode): NonNullable<Access['context']> =>
  SerialNumber === undefined || TokenCode === undefined
    ? {}
    : { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' };
