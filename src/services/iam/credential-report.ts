import type { Call } from '#core';
import { accountRow } from './account.ts';
import type { IamDeps } from './deps.ts';
import { iamArn, type LoginProfileRow } from './store.ts';

// aws: columns, and what stands in them of what is not there — IAM user guide, "Generate credential reports"
const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((n) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
      (name) => `access_key_${n}_${name}`,
    ),
  ),
  ...[1, 2].flatMap((n) => ['active', 'last_rotated'].map((name) => `cert_${n}_${name}`)),
];
const NONE = 'N/A';
const NO_CERTIFICATES = ['false', NONE, 'false', NONE];

const DAY = 86_400_000;

/** aws: times without milliseconds, of UTC — recorded, radkawar/stackd iam/credential_report.json; the user guide's example has an offset */
const time = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`;

/** aws: "a new report is generated … if the most recent one is older than four hours" — API reference, GenerateCredentialReport */
export const REPORT_MS = 4 * 3_600_000;

/** Every user of the account and the state of his credentials, as CSV. The root user has no MFA device, and nobody certificates. */
export function credentialReport(call: Call, deps: IamDeps): string {
  const { store, lastUse } = deps;
  const { scope } = call;
  const rows = store.in(scope);
  const keyCells = (id: string | undefined, active: boolean, createdAt: number | undefined): string[] => {
    if (id === undefined || createdAt === undefined) return ['false', NONE, NONE, NONE, NONE];
    const used = lastUse.ofKey(scope.account, id);
    return [String(active), time(createdAt), ...(used ? [time(used.at), used.region, used.service] : [NONE, NONE, NONE])];
  };
  const { row } = accountRow(call, deps);
  const maxAge = row.passwordPolicy?.MaxPasswordAge;
  const passwordCells = (profile: LoginProfileRow | undefined): string[] => {
    if (!profile) return ['false', NONE, NONE, NONE];
    const { changedAt } = profile;
    // aws: "no_information … the user's password has never been used" — user guide; here nothing takes one
    return ['true', 'no_information', time(changedAt), maxAge === undefined ? NONE : time(changedAt + maxAge * DAY)];
  };
  const withMfa = new Set(rows.mfaDevices.list().map((device) => device.userId));
  const users = rows.users.list().map((user) => {
    const keys = [0, 1].map((at) => rows.keys.get(user.accessKeys[at] ?? ''));
    const password = [...passwordCells(user.loginProfile), String(withMfa.has(user.id))];
    const cells = keys.flatMap((key) => keyCells(key?.id, key?.status === 'Active', key?.createdAt));
    return [user.name, iamArn(scope, 'user', user), time(user.createdAt), ...password, ...cells, ...NO_CERTIFICATES];
  });
  const rootArn = `arn:${scope.partition}:iam::${scope.account}:root`;
  const rootId = deps.identities.rootKeyId(scope.account);
  const root = [
    ['<root_account>', rootArn, time(row.createdAt)],
    // aws: a boolean, but no rotation — recorded, radkawar/stackd iam/credential_report.json; here root has no password
    ['false', NONE, NONE, 'not_supported', 'false'],
    [...keyCells(rootId, true, row.createdAt), ...keyCells(undefined, false, undefined), ...NO_CERTIFICATES],
  ].flat();
  return [COLUMNS, root, ...users].map((cells) => cells.join(',')).join('\n');
}
