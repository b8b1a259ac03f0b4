import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { messageOf, OperatorError } from '#core';
import type { RunningServer } from './server-record.ts';

interface Said<T> {
  /** Whether the server did as it was asked; if not, it says why. */
  readonly ok: boolean;
  readonly said: T & { readonly message?: string };
}

/**
 * Asks a server what only our own commands may ask, below `/_millrace`.
 * Not by `fetch`, which asks nothing of ports that browsers keep from pages, such as 6000 and 10080.
 */
export function control<T>(
  { url, controlToken }: RunningServer,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Said<T>> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${controlToken}` };
    const asking = request(`${url}/_millrace/${path}`, { method, headers }, (answer) => {
      const ok = answer.statusCode !== undefined && answer.statusCode < 300;
      json(answer).then((said) => resolve({ ok, said: said as Said<T>['said'] }), reject);
    });
    asking.once('error', (failure) => reject(silent(url, failure)));
    asking.end(body && JSON.stringify(body));
  });
}

const silent = (url: string, failure: unknown): OperatorError =>
  new OperatorError(
    'NotAnswering',
    `the Millrace at ${url} does not answer: ${messageOf(failure)}.`,
    'Look at millrace.log in its data directory.',
    { cause: failure },
  );
