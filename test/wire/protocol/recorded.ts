import { readFileSync } from 'node:fs';

/** A request as a real AWS SDK sent it, signed with the key below. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
export const ACCESS_KEY = 'AKIDEXAMPLE';

export function recorded(name: string): Recorded {
  const given = JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), 'utf8'));
  const [path, query = ''] = given.url.split('?');
  return { method: given.method, path, query, headers: given.headers, body: Buffer.from(given.body, 'base64') };
}
