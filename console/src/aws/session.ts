import { useSyncExternalStore } from 'react';

/** Who is signed in, with what. Lives in this page's memory only: a reload signs out. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** When temporary credentials end. */
  readonly expiration?: Date | undefined;
  readonly account: string;
  readonly arn: string;
  readonly region: string;
}

let current: Session | undefined;
const listeners = new Set<() => void>();

/** The session of whoever is signed in; pages are shown to nobody else, so they have one. */
export function session(): Session {
  if (!current) throw new Error('nobody is signed in');
  return current;
}

export function signedIn(next: Session | undefined): void {
  current = next;
  for (const listener of listeners) listener();
}

export const inRegion = (region: string): void => signedIn({ ...session(), region });

export const useSession = (): Session | undefined =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => current,
  );
