import type { Route, RouteRequest } from '#gateway';
import { json } from './answers.ts';

/** Names by which the console may be reached, beside addresses and the loopback's. `*` in front stands for labels, elsewhere for characters of one. */
export interface Reach {
  readonly hosts: readonly string[];
}

/** Who asks for the console's paths must come from the console itself: no other site's script, no name that was bent to lead here. */
export function guarded(reach: Reach, routes: readonly Route[]): Route[] {
  const known = reach.hosts.map(patternOf);
  return routes.map((route) => ({
    ...route,
    handle: (request) => {
      const refusal = refused(request, known);
      return refusal === undefined ? route.handle(request) : json(403, { code: 'Forbidden', message: refusal });
    },
  }));
}

function refused(request: RouteRequest, known: readonly RegExp[]): string | undefined {
  const { headers, secure } = request;
  const host = headers['host'] ?? '';
  const name = nameOf(host);
  if (name === undefined || !(isNumeric(name) || isLoopback(name) || known.some((pattern) => pattern.test(name)))) {
    return `The console does not answer to the name '${host.slice(0, 255)}'. Name it in MILLRACE_HOSTS if it is yours.`;
  }
  const origin = headers['origin'];
  if (origin !== undefined && origin !== `${secure ? 'https' : 'http'}://${host}`) {
    return 'Pages of another origin may not use the console.';
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  // a link on another page may lead here; it is the reader who follows it, and nothing may frame what he gets
  const followed = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return followed && (request.method === 'GET' || request.method === 'HEAD')
    ? undefined
    : 'Pages of another site may not use the console.';
}

/** The host without its port; undefined where it is none. */
function nameOf(host: string): string | undefined {
  const parsed = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host)?.[1];
  return parsed?.toLowerCase().replace(/\.$/, '');
}

/** Nobody can make an address of numbers lead elsewhere: a page of that origin came from here. A browser takes no name that ends in a number. */
const isNumeric = (name: string): boolean => name.startsWith('[') || /(?:^|\.)\d+$/.test(name);

const isLoopback = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');

function patternOf(name: string): RegExp {
  const labels = name
    .toLowerCase()
    .split('.')
    .map((label, at) => (label === '*' && at === 0 ? '.+' : label.replace(/[^a-z0-9*_-]/g, '').replaceAll('*', '[^.]*')));
  return new RegExp(`^${labels.join('\\.')}$`);
}
