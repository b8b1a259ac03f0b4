import { timingSafeEqual } from 'node:crypto';
import { type ApplicationRef, CREDENTIALS_PATH, DASHBOARD_PATH, type Supervisor } from '#engine';
import type { Route, RouteAnswer } from '#gateway';
import type { Accounts } from '#services/iam';
import type { StatusReport } from './status.ts';

/** Below it: an application's name. */
export const MAINTENANCE_PATH = '/_millrace/maintenance/';

/** Accounts; below it: one account's root key, by number. */
export const ACCOUNTS_PATH = '/_millrace/accounts';

const json = (status: number, body: unknown): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

function wantedAccount(body: Uint8Array): { account?: string; name?: string } | undefined {
  let wanted: unknown;
  try {
    wanted = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
  const { account, name } = (wanted ?? {}) as { account?: unknown; name?: unknown };
  if (account !== undefined && !(typeof account === 'string' && /^\d{12}$/.test(account))) return undefined;
  if (name !== undefined && !(typeof name === 'string' && name.length > 0 && name.length <= 100)) return undefined;
  return { ...(account !== undefined && { account }), ...(name !== undefined && { name }) };
}

/** Wraps what only our own commands may ask: they know the control token of the data directory. */
export const operatorOnly =
  (controlToken: string) =>
  (handle: Route['handle']): Route['handle'] =>
  (request) =>
    same(request.headers['authorization'] ?? '', `Bearer ${controlToken}`)
      ? handle(request)
      : json(401, { code: 'Unauthorized', message: 'This path needs the control token of the data directory.' });

/** The paths that are Millrace's own. */
export function ownRoutes(needs: {
  readonly supervisor: () => Supervisor | undefined;
  readonly applications: () => readonly ApplicationRef[];
  readonly forOperator: ReturnType<typeof operatorOnly>;
  readonly status: () => StatusReport;
  readonly accounts: Accounts;
  /** Resolves when what was written is on the disk. */
  readonly settled: () => Promise<void>;
}): Route[] {
  const { forOperator } = needs;
  const starting = json(503, { code: 'Starting', message: 'Millrace is starting.' });
  return [
    { method: 'GET', path: '/_millrace/health', handle: () => (needs.supervisor() ? json(200, { status: 'ok' }) : starting) },
    { method: 'GET', path: '/_millrace/status', handle: forOperator(() => json(200, needs.status())) },
    { method: 'GET', path: ACCOUNTS_PATH, handle: forOperator(() => json(200, needs.accounts.list())) },
    {
      method: 'GET',
      path: `${ACCOUNTS_PATH}/`,
      handle: forOperator(({ path }) => {
        const key = needs.accounts.rootKey(path.slice(ACCOUNTS_PATH.length + 1));
        if (!key) return json(404, { code: 'NoSuchAccount', message: 'There is no account of that number.' });
        return json(200, { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey });
      }),
    },
    {
      method: 'POST',
      path: ACCOUNTS_PATH,
      handle: forOperator(async (request) => {
        const wanted = wantedAccount(await request.body());
        if (!wanted)
          return json(400, { code: 'InvalidAccount', message: 'An account is a number of 12 digits; its name is a text.' });
        const made = needs.accounts.create(wanted);
        await needs.settled();
        return made
          ? json(201, made)
          : json(409, { code: 'AccountExists', message: `There is an account ${wanted.account} already.` });
      }),
    },
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
