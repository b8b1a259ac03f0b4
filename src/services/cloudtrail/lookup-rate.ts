import { AwsError, type Clock, type Scope } from '#core';

const SECOND = 1000;
/** aws: two a second of an account in a region — API reference, LookupEvents */
const PER_SECOND = 2;
/** Ours: of how many places it is remembered when they asked. */
const REMEMBERED = 10_000;

/** The sentence is that of AWS's throttling in general. — public bug reports of LookupEvents */
export const lookupThrottled = () => new AwsError('ThrottlingException', 'Rate exceeded');

/** Throws where an account asks too often. */
export function lookupRate(clock: Clock): (place: Pick<Scope, 'account' | 'region'>) => void {
  const asked = new Map<string, readonly number[]>();
  return ({ account, region }) => {
    const place = `${account} ${region}`;
    const now = clock.millis();
    const recent = (asked.get(place) ?? []).filter((at) => now - at < SECOND);
    asked.delete(place);
    asked.set(place, recent.length < PER_SECOND ? [...recent, now] : recent);
    if (asked.size > REMEMBERED) asked.delete(asked.keys().next().value as string);
    if (recent.length >= PER_SECOND) throw lookupThrottled();
  };
}
