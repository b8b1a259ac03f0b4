import { timingSafeEqual } from 'node:crypto';
import { CREDENTIALS_PATH, DASHBOARD_PATH, type Supervisor } from '#engine';
import type { Route, RouteAnswer, RouteRequest } from '#gateway';
import type { StatusReport } from './status.ts';

const json = (status: number, body: unknown): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The paths that are Millrace's own. */
export function ownRoutes(needs: {
  readonly supervisor: () => Supervisor | undefined;
  readonly controlToken: string;
  readonly status: () => StatusReport;
}): Route[] {
  const starting = json(503, { code: 'Starting', message: 'Millrace is starting.' });
  const forOperator = (handle: () => RouteAnswer) => (request: RouteRequest) => {
    const authorized = same(request.headers['authorization'] ?? '', `Bearer ${needs.controlToken}`);
    return authorized
      ? handle()
      : json(401, { code: 'Unauthorized', message: 'This path needs the control token of the data directory.' });
  };
  return [
    { method: 'GET', path: '/_millrace/health', handle: () => (needs.supervisor() ? json(200, { status: 'ok' }) : starting) },
    { method: 'GET', path: '/_millrace/status', handle: forOperator(() => json(200, needs.status())) },
    {
      method: 'GET',
      path: DASHBOARD_PATH,
      handle: async (request) => (await needs.supervisor()?.dashboard(request)) ?? starting,
    },
    {
      method: 'GET',
      path: CREDENTIALS_PATH,
      handle: async ({ path, headers }) => {
        const supervisor = needs.supervisor();
        if (!supervisor) return starting;
        const answer = await supervisor.credentialsFor(path.slice(CREDENTIALS_PATH.length), headers['authorization']);
        return json(answer.status, answer.body);
      },
    },
  ];
}
