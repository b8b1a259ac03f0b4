import type { Route } from '#gateway';
import { json } from '../answers.ts';
import type { Changes } from './hub.ts';

/** What has changed in the caller's account, as it changes. */
export const changesRoute = (changes: Changes): Route => ({
  method: 'GET',
  path: '/_millrace/console/changes',
  handle: async (request) => {
    const body = changes.read(await request.signer(), request.signal);
    if (!body) return json(503, { code: 'TooManyReaders', message: 'Too many pages are open, or Millrace is going down.' });
    // a proxy that gathers answers would keep what is live
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      body,
    };
  },
});
