import { badToken } from './errors.ts';

type Key = readonly (string | number)[];

/** Opaque to callers: where a list goes on. */
export const tokenAfter = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** The key in a token of ours; `like` tells the types of its parts. */
export function keyIn<K extends Key>(token: string, like: K, refusal: () => Error = badToken): K {
  try {
    const key: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === like.length && key.every((part, i) => typeof part === typeof like[i])) {
      return key as unknown as K;
    }
  } catch {
    // not a token of ours
  }
  throw refusal();
}
