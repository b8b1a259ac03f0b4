import { AwsError } from '#core';
import type { WireAnswer } from '#protocol';
import type { Received } from './context.ts';
import type { Route, RouteRequest } from './ports.ts';
import { signerOf } from './signer.ts';
import { bucketOf, hostOf } from './steps/identify-service.ts';

const BODY = 1024 * 1024;
const OWN_PATHS = '/_millrace/';

const plain = (status: number, text: string): WireAnswer => ({ status, headers: { 'content-type': 'text/plain' }, body: text });

/** What answers a request for a path that is Millrace's own; undefined for those of AWS's API. */
export function routeTable(routes: readonly Route[]): (received: Received) => (() => Promise<WireAnswer>) | undefined {
  const exact = new Map(routes.filter((route) => !below(route)).map((r) => [`${r.method} ${r.path}`, r]));
  const folders = routes.filter(below).sort((a, b) => b.path.length - a.path.length);
  // `/` is asked for with every call of a JSON service: whoever calls one is not looked at further
  const outside = new Set(routes.filter(({ path }) => !path.startsWith(OWN_PATHS)).map(({ path }) => firstOf(path)));
  return (received) => {
    const { path } = received;
    const own = path.startsWith(OWN_PATHS);
    if (!own && !(outside.has(firstOf(path)) && isNobodys(received))) return undefined;
    const method = received.method === 'HEAD' ? 'GET' : received.method;
    const route = exact.get(`${method} ${path}`) ?? folders.find((each) => each.method === method && path.startsWith(each.path));
    if (own) return () => (route ? answerOf(route, received) : Promise.resolve(plain(404, 'Not found\n')));
    return route && (route.takes?.(received.headers) ?? true) ? () => answerOf(route, received) : undefined;
  };
}

const below = ({ path }: Route) => path.endsWith('/') && path !== '/';

/** `/console` of `/console/a/b`. */
function firstOf(path: string): string {
  const slash = path.indexOf('/', 1);
  return slash < 0 ? path : path.slice(0, slash);
}

/** Signed by nobody and sent to no host of AWS's: a browser, if a bucket were meant by it, would have to be told of its name otherwise. */
function isNobodys({ headers, query, parts }: Received): boolean {
  if (headers['authorization'] !== undefined || headers['x-amz-target'] !== undefined) return false;
  if (query !== '' && /(?:^|&)(?:X-Amz-(?:Algorithm|Signature)|AWSAccessKeyId)=/.test(query)) return false;
  const host = hostOf(headers['host'] ?? '');
  return bucketOf(host) === undefined && parts.directory.byHost(host) === undefined;
}

async function answerOf(route: Route, received: Received): Promise<WireAnswer> {
  const { method, path, query, headers, source, lendings, sourceIp, secure, parts } = received;
  let collected: Promise<Uint8Array> | undefined;
  const body = () => {
    collected ??= Promise.resolve(source.collect(BODY, lendings.forInput));
    return collected;
  };
  const request: RouteRequest = {
    method,
    path,
    headers,
    sourceIp,
    secure,
    query: new URLSearchParams(query),
    body,
    signer: async () => signerOf(received, await body()),
    get signal() {
      return received.signal();
    },
  };
  try {
    const answer = await route.handle(request);
    return { status: answer.status, headers: { ...answer.headers }, body: answer.body };
  } catch (thrown) {
    if (thrown instanceof AwsError) return plain(thrown.status, `${thrown.message}\n`);
    parts.logger.error({ path, err: thrown }, 'a route failed');
    return plain(500, 'The request failed inside Millrace; see its log\n');
  }
}
