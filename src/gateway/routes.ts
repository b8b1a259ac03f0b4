import { AwsError } from '#core';
import type { WireAnswer } from '#protocol';
import type { Received } from './context.ts';
import type { Route } from './ports.ts';

const BODY = 1024 * 1024;
export const OWN_PATHS = '/_millrace/';

const plain = (status: number, text: string): WireAnswer => ({ status, headers: { 'content-type': 'text/plain' }, body: text });

/** Answers the paths that are Millrace's own. */
export function routeTable(routes: readonly Route[]): (received: Received) => Promise<WireAnswer> {
  const exact = new Map(routes.filter((route) => !route.path.endsWith('/')).map((r) => [`${r.method} ${r.path}`, r]));
  const below = routes.filter((route) => route.path.endsWith('/')).sort((a, b) => b.path.length - a.path.length);
  return async (received) => {
    const { method, path, query, headers, source, sourceIp, parts } = received;
    const route = exact.get(`${method} ${path}`) ?? below.find((each) => each.method === method && path.startsWith(each.path));
    if (!route) return plain(404, 'Not found\n');
    try {
      const {
        status,
        headers: more,
        body,
      } = await route.handle({
        method,
        path,
        headers,
        sourceIp,
        query: new URLSearchParams(query),
        body: () => source.collect(BODY),
        get signal() {
          return received.signal();
        },
      });
      return { status, headers: { ...more }, body };
    } catch (thrown) {
      if (thrown instanceof AwsError) return plain(thrown.status, `${thrown.message}\n`);
      parts.logger.error({ path, err: thrown }, 'a route failed');
      return plain(500, 'The request failed inside Millrace; see its log\n');
    }
  };
}
