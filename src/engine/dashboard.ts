import { createHmac, timingSafeEqual } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { Clock, Ids } from '#core';
import type { ApplicationRef, ApplicationStore } from './ports.ts';

export const DASHBOARD_PATH = '/_millrace/flinkdashboard/';
/** aws: an URL must be used within three minutes, or it is refused with 403 — model, CreateApplicationPresignedUrl */
const FIRST_USE_MS = 180_000;
const COOKIE = 'millrace-dashboard';

export interface DashboardRequest {
  /** The whole path, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

export interface DashboardAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array>;
}

export interface Dashboards {
  /** An address that opens Flink's dashboard of a running application; undefined when none runs. */
  urlFor(question: { ref: ApplicationRef; endpoint: string; sessionSeconds: number }): string | undefined;
  /** Hands a reader's request on to Flink. Only reading is offered. */
  answer(request: DashboardRequest): Promise<DashboardAnswer>;
}

interface Needs {
  readonly store: ApplicationStore;
  readonly restUrlOf: (ref: ApplicationRef) => string | undefined;
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Flink's own dashboard behind signed addresses that expire, as AWS's presigned URLs do. */
export function flinkDashboards({ store, restUrlOf, secret, clock, ids }: Needs): Dashboards {
  /** The addresses used so far and the end of the session each began: an address stays good for its session only once used in time. */
  const used = new Map<string, number>();
  const sign = (text: string) => createHmac('sha256', secret).update(`millrace dashboard\n${text}`).digest('base64url');
  const seal = (...parts: readonly (string | number)[]) => `${parts.join('.')}.${sign(parts.join('.'))}`;
  const opened = (token: string | undefined): string[] | undefined => {
    const at = token?.lastIndexOf('.') ?? -1;
    if (!token || at < 0) return undefined;
    const [given, expected] = [Buffer.from(token.slice(at + 1)), Buffer.from(sign(token.slice(0, at)))];
    const genuine = given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
    return genuine ? token.slice(0, at).split('.') : undefined;
  };

  /** When the session of an address or cookie ends; undefined when it opens nothing (any more). */
  const sessionEnd = (clusterId: string, address: string | undefined, cookie: string | undefined): number | undefined => {
    const now = clock.millis();
    const [kind, owner, ends] = opened(cookie) ?? [];
    if (kind === 'session' && owner === clusterId && Number(ends) > now) return Number(ends);
    const [what, whose, issued, seconds] = opened(address) ?? [];
    if (!address || what !== 'url' || whose !== clusterId) return undefined;
    for (const [old, end] of used) if (end <= now) used.delete(old);
    const running = used.get(address);
    if (running !== undefined) return running;
    if (now - Number(issued) > FIRST_USE_MS) return undefined;
    const end = now + Number(seconds) * 1000;
    used.set(address, end);
    return end;
  };

  return {
    urlFor({ ref, endpoint, sessionSeconds }) {
      const clusterId = store.load(ref)?.clusterId;
      if (!clusterId || !restUrlOf(ref)) return undefined;
      const token = seal('url', clusterId, clock.millis(), sessionSeconds, ids.text(8, 'abcdefghijklmnopqrstuvwxyz'));
      return `${endpoint}${DASHBOARD_PATH}${clusterId}/?authToken=${token}`;
    },
    async answer({ path, query, headers }) {
      const [clusterId = '', ...rest] = path.slice(DASHBOARD_PATH.length).split('/');
      const cookie = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(headers['cookie'] ?? '')?.[1];
      const address = query.get('authToken') ?? undefined;
      const end = sessionEnd(clusterId, address, cookie);
      if (end === undefined) return told(403, 'This address has expired. Ask for a new one: CreateApplicationPresignedUrl.');
      const ref = store.byCluster(clusterId);
      const restUrl = ref && restUrlOf(ref);
      if (!restUrl) return told(404, 'The application is not running.');
      const session = {
        'set-cookie': `${COOKIE}=${seal('session', clusterId, end)}; Path=${DASHBOARD_PATH}${clusterId}/; HttpOnly; SameSite=Strict`,
      };
      query.delete('authToken');
      const asked = query.size > 0 ? `?${query}` : '';
      return forwarded(`${restUrl}/${rest.join('/')}${asked}`, address === undefined ? {} : session);
    },
  };
}

const told = (status: number, text: string): DashboardAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: `${text}\n`,
});

function forwarded(url: string, more: Readonly<Record<string, string>>): Promise<DashboardAnswer> {
  return new Promise((resolve) => {
    const asking = httpRequest(url, { method: 'GET', timeout: 30_000 }, (response) => {
      const kept = ['content-type', 'content-length', 'cache-control', 'etag', 'last-modified', 'location'];
      const headers = Object.fromEntries(
        kept.flatMap((name) => {
          const value = response.headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      );
      resolve({ status: response.statusCode ?? 502, headers: { ...headers, ...more }, body: response });
    });
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve(told(502, 'The JobManager does not answer.')));
    asking.end();
  });
}
