import { createHash } from 'node:crypto';
import { ALPHANUMERIC, type Clock, type Ids } from '#core';

/** Ours: how long a printed link opens the console. */
const GOOD_FOR_MS = 10 * 60_000;
/** Ours: links that wait to be used; the oldest gives way. */
const WAITING = 100;

/** Links that sign their first user in. They are kept by their digest only, and no longer than this process. */
export interface Links {
  issue(account: string): { readonly token: string; readonly expiresAt: Date };
  /** The account a token signs in to; it does so once. */
  redeem(token: string): string | undefined;
}

export function signInLinks(clock: Clock, ids: Ids): Links {
  const waiting = new Map<string, { readonly account: string; readonly until: number }>();
  const digest = (token: string) => createHash('sha256').update(token).digest('base64');
  const expire = () => {
    for (const [key, { until }] of waiting) if (until <= clock.millis()) waiting.delete(key);
  };
  return {
    issue(account) {
      expire();
      const [oldest] = waiting.keys();
      if (oldest !== undefined && waiting.size >= WAITING) waiting.delete(oldest);
      const token = ids.text(43, ALPHANUMERIC);
      const until = clock.millis() + GOOD_FOR_MS;
      waiting.set(digest(token), { account, until });
      return { token, expiresAt: new Date(until) };
    },
    redeem(token) {
      expire();
      const key = digest(token);
      const known = waiting.get(key);
      waiting.delete(key);
      return known?.account;
    },
  };
}
