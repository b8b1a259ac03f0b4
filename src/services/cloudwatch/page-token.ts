import * as errors from './errors.ts';

/** Where the next page begins. */
export const tokenOf = (place: number): string => Buffer.from(`p${place}`).toString('base64url');

export function placeOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const place = /^p(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString('latin1'))?.[1];
  if (place === undefined) throw errors.badToken();
  return Number(place);
}

/** The name after which the next page begins. */
export const nameToken = (name: string): string => Buffer.from(`n${name}`).toString('base64url');

export function nameOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('n')) throw errors.badToken();
  return text.slice(1);
}
