import { timingSafeEqual } from 'node:crypto';
import { type ApplicationRef, CREDENTIALS_PATH, DASHBOARD_PATH, type Supervisor } from '#engine';
import type { Route, RouteAnswer, RouteRequest } from '#gateway';
import type { StatusReport } from './status.ts';

/** Below it: an application's name. */
export const MAINTENANCE_PATH = '/_millrace/maintenance/';

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
  readonly applications: () => readonly ApplicationRef[];
  readonly controlToken: string;
  readonly status: () => StatusReport;
}): Route[] {
  const starting = json(503, { code: 'Starting', message: 'Millrace is starting.' });
  const forOperator = (handle: (request: RouteRequest) => RouteAnswer) => (request: RouteRequest) => {
    const authorized = same(request.headers['authorization'] ?? '', `Bearer ${needs.controlToken}`);
    return authorized
      ? handle(request)
      : json(401, { code: 'Unauthorized', message: 'This path needs the control token of the data directory.' });
  };
  return [
    { method: 'GET', path: '/_millrace/health', handle: () => (needs.supervisor() ? json(200, { status: 'ok' }) : starting) },
    { method: 'GET', path: '/_millrace/status', handle: forOperator(() => json(200, needs.status())) },
    {
      method: 'POST',
      path: MAINTENANCE_PATH,
      handle: forOperator(({ path }) => {
        const supervisor = needs.supervisor();
        if (!supervisor) return starting;
        const name = path.slice(MAINTENANCE_PATH.length);
        const ref = needs.applications().find((each) => each.name === name);
        if (!ref) return json(404, { code: 'NoSuchApplication', message: `There is no application ${name}.` });
        if (!supervisor.maintain(ref)) return json(409, { code: 'NotRunning', message: `${name} is not RUNNING.` });
        return json(202, { name, status: 'MAINTENANCE' });
      }),
    },
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
